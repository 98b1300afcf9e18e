import type { RecordRef } from '../../lib/systems/contract.ts';
import { COMPANY } from './tables.ts';

const OBJECTS: Readonly<Record<string, RecordRef['object']>> = {
  person: 'contact',
  organization: 'company',
  deal: 'deal',
  lead: 'lead',
  file: 'file',
  field: 'custom',
};

/** The ref under which the outside world knows a row. Notes and activities have numbers of their own, so notes get a prefix. */
export function effectRef(
  native: 'person' | 'organization' | 'deal' | 'lead' | 'activity' | 'note' | 'file' | 'field',
  id: string,
): RecordRef {
  const object = OBJECTS[native] ?? 'activity';
  return { system: 'pipedrive', account: COMPANY, object, native, id: native === 'note' ? `note:${id}` : id };
}
