import type { LinkedRecord } from '../model/dossier.ts';
import { type PersonRecord, type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import type { Engine } from './context.ts';

/** The people of a deal or company, the primary contact first; then in the order of the record's own links. */
export function peopleOf(open: SystemRecord, related: readonly SystemRecord[]): PersonRecord[] {
  const people = related.filter((record) => record.kind === 'person');
  const order = open.links.filter(({ role }) => role === 'primary-contact' || role === 'contact');
  const ranked = [...order].sort((a, b) => Number(b.role === 'primary-contact') - Number(a.role === 'primary-contact'));
  const place = new Map(ranked.map(({ ref }, index) => [recordKey(ref), index]));
  const placeOf = (person: PersonRecord) => place.get(recordKey(person.ref)) ?? place.size;
  return people.sort((a, b) => placeOf(a) - placeOf(b));
}

/**
 * What the records of one account are to the anchor. The likeliest certain match is the same person or company; a second one in
 * the same account is a possible duplicate and is never merged silently, so it is shown as `maybe`. Different ones are left out.
 */
export function judge(engine: Engine, anchor: SystemRecord, found: readonly SystemRecord[], country: string | undefined): LinkedRecord[] {
  const judged = found
    .filter((record) => record.kind === anchor.kind)
    .map((record) => ({ record, ...engine.compare(anchor, record, country) }))
    .filter(({ decision }) => decision !== 'different')
    .sort((a, b) => b.probability - a.probability);
  const best = judged.find(({ decision }) => decision === 'same');
  return judged.map((each): LinkedRecord => {
    const { record, probability, reasons } = each;
    const duplicate = each.decision === 'same' && each !== best;
    const shown = reasons.map(({ code, values }) => ({ code, ...(values && { values }) }));
    return {
      record,
      link: each === best ? 'same' : 'maybe',
      probability,
      reasons: duplicate ? [{ code: 'same-account-duplicate' }, ...shown] : shown,
    };
  });
}

/** recordKeys of a part that are the customer: anchor, same, and deals of which she is the primary contact. */
export function membersOf(records: readonly LinkedRecord[]): string[] {
  const own = new Set(records.filter(({ link }) => link === 'anchor' || link === 'same').map(({ record }) => recordKey(record.ref)));
  const deals = records.filter(({ record }) => record.kind === 'deal' && own.has(primaryContactKey(record.links) ?? ''));
  return [...own, ...deals.map(({ record }) => recordKey(record.ref))];
}

function primaryContactKey(links: readonly { role: string; ref: RecordRef }[]): string | undefined {
  const first = links.find(({ role }) => role === 'primary-contact') ?? links.find(({ role }) => role === 'contact');
  return first && recordKey(first.ref);
}

/** Adds related records to the judged ones; a record that is already there keeps its link. */
export function withRelated(records: readonly LinkedRecord[], related: readonly SystemRecord[]): LinkedRecord[] {
  const all = new Map(records.map((each) => [recordKey(each.record.ref), each]));
  for (const record of related) {
    const key = recordKey(record.ref);
    if (!all.has(key)) all.set(key, { record, link: 'related' });
  }
  return [...all.values()];
}
