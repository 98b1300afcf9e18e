import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt } from '../contract.ts';
import { confirmEntry, createEntry } from './entry.ts';
import { changeField, confirmField } from './field.ts';
import { confirmStage, moveStage } from './stage.ts';
import { changeTask, confirmTaskChange } from './task-change.ts';

/** Performs one write. What changes a record reads it first, so that the receipt knows what was. */
export async function perform(action: Action, key: string, io: Io): Promise<Receipt> {
  switch (action.kind) {
    case 'note':
    case 'task':
    case 'call':
      return createEntry(action, key, io);
    case 'task-change':
      return changeTask(action, io);
    case 'stage':
      return moveStage(action, io);
    case 'field':
      return changeField(action, io);
    default:
      throw new SystemError('invalid', { code: 'unsupported' });
  }
}

/** Did an unanswered write land? Reads records and what hangs on them by id, never the search index. */
export async function confirm(action: Action, key: string, io: Io): Promise<Receipt | undefined> {
  switch (action.kind) {
    case 'note':
    case 'task':
    case 'call':
      return confirmEntry(action, key, io);
    case 'task-change':
      return confirmTaskChange(action, io);
    case 'stage':
      return confirmStage(action, io);
    case 'field':
      return confirmField(action, io);
    default:
      throw new SystemError('invalid', { code: 'unsupported' });
  }
}
