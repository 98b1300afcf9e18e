import type { Writers } from '../writes.ts';
import { createWriter } from './create.ts';
import { activityWriter, noteWriter } from './entries.ts';
import { fieldEdit, fieldWriter, ownerEdit, scoreEdit, tagEdit, taskEdit } from './field.ts';
import { fileWriter } from './files.ts';
import { stageEdit } from './stage.ts';

/** What can be written, and how. */
export const writers: Writers = {
  note: noteWriter,
  task: activityWriter(),
  call: activityWriter(),
  meeting: activityWriter(),
  'task-change': fieldWriter(taskEdit),
  stage: fieldWriter(stageEdit),
  field: fieldWriter(fieldEdit),
  owner: fieldWriter(ownerEdit),
  score: fieldWriter(scoreEdit),
  tag: fieldWriter(tagEdit),
  file: fileWriter,
  create: createWriter,
};
