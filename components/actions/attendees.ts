import type { Dossier, LinkedRecord } from '../../lib/model/dossier.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';

/** Somebody who may come to a meeting, with her record in every system that knows her by this name. */
export interface Attendee {
  /** Folded name: what a draft remembers her by. */
  key: string;
  name: string;
  refs: RecordRef[];
  isCustomer: boolean;
}

/** The customer and the people around her: those of the open deal or company, and whoever the systems relate to her. */
export function attendeesOf(dossier: Dossier | undefined, customerName: string): Attendee[] {
  const linked = dossier?.parts.flatMap((part) => part.records) ?? [];
  const isHer = ({ link }: LinkedRecord) => link === 'anchor' || link === 'same';
  const people = linked.filter(({ record, link }) => record.kind === 'person' && link !== 'maybe' && link !== 'apart');
  const found = new Map<string, Attendee>();
  const ordered = [...people.filter(isHer), ...people.filter((each) => !isHer(each))];
  for (const each of ordered) {
    const { record } = each;
    const name = isHer(each) ? customerName : record.name.trim();
    const key = isHer(each) ? '' : name.toLocaleLowerCase();
    if (name === '') continue;
    const there = found.get(key) ?? { key, name, refs: [], isCustomer: isHer(each) };
    if (!there.refs.some((ref) => recordKey(ref) === recordKey(record.ref))) there.refs.push(record.ref);
    found.set(key, there);
  }
  return [...found.values()];
}

/** Does a draft name her? By her own key, or by a record where it came of an entry that is edited again. */
export function isNamed({ key, refs }: Attendee, named: ReadonlySet<string>): boolean {
  return named.has(key) || refs.some((ref) => named.has(recordKey(ref)));
}

/** The names of a draft, with her or without. */
export function withOrWithout(person: Attendee, named: ReadonlySet<string>): string[] {
  if (!isNamed(person, named)) return [...named, person.key];
  const own = [person.key, ...person.refs.map(recordKey)];
  return [...named].filter((each) => !own.includes(each));
}

/** What a meeting may be about: her company, or one of her open deals. */
export interface About {
  key: string;
  name: string;
  refs: RecordRef[];
}

/**
 * The company as every system has it, then each open deal in its own system. Which of them a meeting is about is the rep's word:
 * Salesforce has one place for both, an account or an opportunity, so none is taken for granted.
 */
export function aboutOf(dossier: Dossier | undefined): About[] {
  const linked = dossier?.parts.flatMap((part) => part.records).filter(({ link }) => link !== 'maybe' && link !== 'apart') ?? [];
  const records = linked.map(({ record }) => record);
  const companies = records.filter((record) => record.kind === 'company');
  const [first] = companies;
  const company = first ? [{ key: 'company', name: first.name, refs: companies.map(({ ref }) => ref) }] : [];
  const deals = new Map(
    records.flatMap((record) =>
      record.kind === 'deal' && record.status === 'open'
        ? [[recordKey(record.ref), { key: recordKey(record.ref), name: record.name, refs: [record.ref] }] as [string, About]]
        : [],
    ),
  );
  return [...company, ...deals.values()];
}

/**
 * What an entry was about that is edited again: `on` are the recordKeys it was saved on, `places` what every system would have taken without
 * a word of the rep (the customer, the open record; each once).
 */
export function aboutAmong(abouts: readonly About[], on: readonly string[], places: readonly RecordRef[]): About | undefined {
  const chosen = [...on];
  for (const key of places.map(recordKey)) if (chosen.includes(key)) chosen.splice(chosen.indexOf(key), 1);
  return abouts.find(({ refs }) => refs.some((ref) => chosen.includes(recordKey(ref))));
}
