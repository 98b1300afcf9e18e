import type { Writers } from '../writes.ts';
import { create } from './create.ts';
import { meeting, note, phoneCall, task } from './entries.ts';
import { field, score } from './field.ts';
import { owner, stage, taskChange } from './moves.ts';
import { tag } from './tags.ts';

/** What can be written here. Nothing is sent twice: an open question is thrown as `unknown-outcome`. */
export const WRITERS: Writers = {
  note,
  task,
  call: phoneCall,
  meeting,
  'task-change': taskChange,
  stage,
  field,
  score,
  owner,
  tag,
  create,
};
