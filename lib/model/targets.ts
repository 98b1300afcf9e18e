import type { Dossier, LinkedRecord } from './dossier.ts';
import { type RecordRef, recordKey } from './records.ts';

/**
 * The records of one connection an action belongs to: the customer herself (one record, even where the account holds her
 * twice) and, in the account of the open record, that record (`focus`: the deal or company on the page). Empty = the customer
 * is not known there. A record that is only maybe hers is never a target.
 */
export function targetRefs(dossier: Dossier, connectionId: string, focus?: RecordRef): RecordRef[] {
  const linked = dossier.parts.find((part) => part.connectionId === connectionId)?.records ?? [];
  const own = linked.find((each) => each.link === 'anchor') ?? mostLikely(linked.filter((each) => each.link === 'same'));
  const refs = own ? [own.record.ref] : [];
  const onPage =
    focus && linked.find((each) => recordKey(each.record.ref) === recordKey(focus) && each.link !== 'maybe' && each.link !== 'apart');
  if (onPage && onPage !== own) refs.push(onPage.record.ref);
  return refs;
}

function mostLikely(same: readonly LinkedRecord[]): LinkedRecord | undefined {
  return same.reduce<LinkedRecord | undefined>(
    (best, each) => ((each.probability ?? 0) > (best?.probability ?? -1) ? each : best),
    undefined,
  );
}
