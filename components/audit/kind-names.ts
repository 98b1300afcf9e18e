import type { AuditEntry } from '../../lib/model/audit.ts';
import type { MessageId } from '../words/i18n.ts';

/** What the rep did, as the head of an entry. */
export const KIND_NAMES: Record<AuditEntry['what'], MessageId> = {
  note: 'audit.note',
  task: 'audit.task',
  'task-change': 'audit.task-change',
  call: 'audit.call',
  meeting: 'audit.meeting',
  field: 'audit.field',
  stage: 'audit.stage',
  owner: 'audit.owner',
  tag: 'audit.tag',
  score: 'audit.score',
  file: 'audit.file',
  create: 'audit.create',
  'hand-off': 'audit.hand-off',
  'field-definition': 'audit.field-definition',
};
