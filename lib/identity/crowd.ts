import type { NameWords } from './names.ts';
import type { Prepared } from './prepare.ts';
import type { Bearers, MatchContext } from './types.ts';

/** Fewer records than this tell nothing about how common a name is; then no record's fate hangs on the presence of others. */
const CROWD = 150;

/** Under which key the owners of a phone are counted: without its country code. */
export function phoneSuffix(phone: string): string {
  return phone.slice(-9);
}

/** Keys under which the bearers of a name are counted: pairs of words, an initial with a word, single words. */
function countedKeys({ full, keys }: NameWords): Set<string> {
  const told = full.filter((word) => word.length > 1);
  const initials = told.flatMap((word) => full.filter((other) => other !== word).map((other) => initialKey(other, word)));
  return new Set([...keys, ...initials, ...told]);
}

/** `i. garcia`: whoever an abbreviated name may mean. */
export function initialKey(initialOf: string, word: string): string {
  return `${initialOf.charAt(0)}. ${word}`;
}

class Tally {
  readonly counts = new Map<string, { records: number; bySource: Map<string, number>; groups: Set<string> }>();

  add(key: string, source: string, group: string): void {
    let count = this.counts.get(key);
    if (!count) {
      count = { records: 0, bySource: new Map(), groups: new Set() };
      this.counts.set(key, count);
    }
    count.records++;
    count.bySource.set(source, (count.bySource.get(source) ?? 0) + 1);
    if (group !== '') count.groups.add(group);
  }

  bearers(): Map<string, Bearers> {
    const found = new Map<string, Bearers>();
    for (const [key, { records, bySource, groups }] of this.counts)
      found.set(key, { records, inOneSource: Math.max(...bySource.values()), groups: groups.size });
    return found;
  }
}

/** Counts, over a crowd, how telling each phone, mailbox, name, company and city is. A handful of records is no crowd. */
export function contextOf(records: readonly Prepared[], defaultCountry?: string): MatchContext {
  const base = defaultCountry === undefined ? {} : { defaultCountry };
  if (records.length < CROWD) return base;
  const names = new Tally();
  const companies = new Tally();
  const phoneOwners = new Map<string, Set<string>>();
  const mailOwners = new Map<string, Set<string>>();
  const companyPhones = new Set<string>();
  const cityRecords = new Map<string, number>();
  for (const record of records) {
    const { source, kind } = record;
    const company = record.companies[0]?.sorted ?? '';
    const group = kind === 'org' ? (record.domains[0] ?? '') : company || (record.domains[0] ?? '');
    const owner = ownerOf(record);
    for (const name of record.names.slice(0, 1)) for (const key of countedKeys(name)) names.add(key, source, group);
    if (company !== '') companies.add(`${kind} ${company}`, source, group);
    for (const phone of record.phones) {
      if (kind === 'org') companyPhones.add(phoneSuffix(phone));
      if (owner) phoneOwners.set(phoneSuffix(phone), (phoneOwners.get(phoneSuffix(phone)) ?? new Set()).add(owner));
    }
    for (const { key } of record.mails) if (owner) mailOwners.set(key, (mailOwners.get(key) ?? new Set()).add(owner));
    if (record.city !== '') cityRecords.set(record.city, (cityRecords.get(record.city) ?? 0) + 1);
  }
  const sizes = (owners: Map<string, Set<string>>) => new Map([...owners].map(([key, { size }]) => [key, size]));
  return {
    ...base,
    size: records.length,
    phoneOwners: sizes(phoneOwners),
    companyPhones,
    mailOwners: sizes(mailOwners),
    nameBearers: names.bearers(),
    companyBearers: companies.bearers(),
    cityRecords,
    oneSource: records.every(({ source }) => source === records[0]?.source),
  };
}

/** Family name, else the longest word: spellings of one person mostly agree in it. */
function ownerOf({ names, companies, kind }: Prepared): string {
  if (kind === 'org') return companies[0]?.sorted ?? '';
  const name = names[0];
  return name ? ([...name.family][0] ?? name.words.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))[0] ?? '') : '';
}
