import type { LinkedRecord } from '../model/dossier.ts';
import { type PersonRecord, type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import type { Engine } from './context.ts';
import type { Verdicts } from './verdicts.ts';

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
 * What the records of one account are to the anchor. The rep's word comes first. Else the likeliest certain match is the same
 * person or company; a second one in the same account is a possible duplicate and is never merged silently, so it is shown as
 * `maybe`; so is one that the rep has kept apart from somebody in `accepted`, the records of this customer so far (those found
 * here are added). Different ones are left out. `besideAnchor`: the anchor lies in this account, so whatever is found is a second one.
 */
export function judge(
  engine: Engine,
  anchor: SystemRecord,
  found: readonly SystemRecord[],
  {
    country,
    verdicts,
    accepted,
    besideAnchor = false,
  }: { country: string | undefined; verdicts: Verdicts; accepted: Set<string>; besideAnchor?: boolean },
): LinkedRecord[] {
  const judged = found
    .filter((record) => record.kind === anchor.kind)
    .map((record) => {
      const key = recordKey(record.ref);
      const likeness = engine.compare(anchor, record, country);
      const said = verdicts.direct(key);
      const parted = said === undefined && verdicts.parted(key, accepted);
      const isSaid = said ?? (!parted && verdicts.implied(key));
      return { record, key, likeness, said, parted, isSaid };
    })
    .filter(({ said, isSaid, likeness }) => said !== undefined || isSaid || likeness.decision !== 'different')
    .sort((a, b) => Number(b.isSaid) - Number(a.isSaid) || b.likeness.probability - a.likeness.probability);
  const isCertain = (each: (typeof judged)[number]) => each.said === undefined && !each.parted && each.likeness.decision === 'same';
  const best = besideAnchor ? undefined : judged.find((each) => each.isSaid || isCertain(each));
  return judged.map((each): LinkedRecord => {
    const { record, key, likeness, said, parted, isSaid } = each;
    const link = said === false ? 'apart' : isSaid || each === best ? 'same' : 'maybe';
    if (link === 'same') accepted.add(key);
    const isDouble = link !== 'same' && (besideAnchor || (likeness.decision === 'same' && best !== undefined));
    const why = parted ? 'ruled-apart' : isDouble ? 'same-account-duplicate' : undefined;
    const shown = likeness.reasons.map(({ code, weight, values }) => ({
      code,
      ...(weight !== undefined && { weight }),
      ...(values && { values }),
    }));
    return {
      record,
      link,
      probability: likeness.probability,
      reasons: why === undefined ? shown : [{ code: why }, ...shown],
      ...(said !== undefined && { ruling: said ? 'same' : 'different' }),
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
