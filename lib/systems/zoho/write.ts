import type { Writers } from '../writes.ts';
import { createWriter } from './create.ts';
import { editWriter, fieldEdit, ownerEdit, scoreEdit, stageEdit, tagEdit, taskEdit } from './edits.ts';
import { entryWriter } from './entries.ts';
import { fileWriter } from './files.ts';
import { callRow, meetingRow, noteRow, taskRow } from './rows.ts';

/** What can be written, and how. */
export const writers: Writers = {
  note: entryWriter('Notes', noteRow),
  task: entryWriter('Tasks', taskRow),
  call: entryWriter('Calls', callRow),
  meeting: entryWriter('Events', meetingRow),
  'task-change': editWriter(taskEdit),
  stage: editWriter(stageEdit),
  field: editWriter(fieldEdit),
  owner: editWriter(ownerEdit),
  score: editWriter(scoreEdit),
  tag: editWriter(tagEdit),
  file: fileWriter,
  create: createWriter,
};
