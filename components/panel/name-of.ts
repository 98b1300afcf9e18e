import type { Opening } from '../../lib/model/dossier.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';

/** Who is shown for an open record: the person chosen on a deal's or company's page, else the first. Empty where nobody is known. */
export function nameOf({ opening }: { opening?: Opening }, chosen: RecordRef | undefined): string {
  const people = opening?.people ?? [];
  const shown = chosen && people.find(({ ref }) => recordKey(ref) === recordKey(chosen));
  return (shown ?? people[0])?.name ?? '';
}
