import { type Action, type Io, type Receipt, SystemError } from '../contract.ts';
import { confirmActivity, confirmNote, writeActivity, writeNote } from './entries.ts';
import { changeField, confirmField } from './field.ts';
import { confirmStage, moveStage } from './stage.ts';
import { changeTask, confirmChange } from './task-change.ts';

/** Performs one write. @throws SystemError `invalid` with code `no-target` when no record of this account is meant. */
export async function perform(action: Action, io: Io): Promise<Receipt> {
  switch (action.kind) {
    case 'note':
      return writeNote(action, io);
    case 'task':
    case 'call':
      return writeActivity(action, io);
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

/** Looks for an unanswered write in the record itself or its own lists, which the database answers: never through the search. */
export async function confirm(action: Action, io: Io): Promise<Receipt | undefined> {
  switch (action.kind) {
    case 'note':
      return confirmNote(action, io);
    case 'task':
    case 'call':
      return confirmActivity(action, io);
    case 'task-change':
      return confirmChange(action, io);
    case 'stage':
      return confirmStage(action, io);
    case 'field':
      return confirmField(action, io);
    default:
      throw new SystemError('invalid', { code: 'unsupported' });
  }
}
