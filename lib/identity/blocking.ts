import { nameKeys } from './names.ts';
import { fullForm } from './nicknames.ts';
import type { Prepared } from './prepare.ts';
import { phoneSuffix } from './signals.ts';
import type { MatchContext } from './types.ts';

/** A key that more records share than this tells too little to make candidates. */
const BLOCK_LIMIT = 60;

/** Pairs worth comparing, each once, as indexes (`a < b`): records of one kind that share a telling key. */
export function candidatePairs(records: readonly Prepared[]): [number, number][] {
  const blocks = new Map<string, number[]>();
  for (const [at, record] of records.entries()) {
    for (const key of new Set(blockKeys(record))) {
      const block = blocks.get(key);
      if (block) block.push(at);
      else blocks.set(key, [at]);
    }
  }
  const seen = new Set<number>();
  const pairs: [number, number][] = [];
  for (const block of blocks.values()) {
    if (block.length > BLOCK_LIMIT) continue;
    for (const [place, a] of block.entries()) {
      for (const b of block.slice(place + 1)) {
        const id = a * records.length + b;
        if (seen.has(id)) continue;
        seen.add(id);
        pairs.push([a, b]);
      }
    }
  }
  return pairs;
}

function blockKeys(record: Prepared): string[] {
  return (record.record.kind === 'org' ? orgKeys(record) : personKeys(record)).map((key) => `${record.record.kind} ${key}`);
}

function personKeys({ names, mails, phones, company, domains, dob, postcode, ids }: Prepared): string[] {
  const words = names.flatMap((name) => name.words.filter((word) => word.length > 1).map(fullForm));
  const groups = [company.join(''), ...domains].filter((group) => group !== '');
  return [
    ...mails.filter(({ shared }) => !shared).flatMap(({ key, local }) => [`mail ${key}`, ...(local.length > 4 ? [`local ${local}`] : [])]),
    ...phones.map((phone) => `phone ${phoneSuffix(phone)}`),
    ...names.flatMap(nameKeys).map((key) => `name ${key}`),
    ...words.flatMap((word) => [
      ...groups.map((group) => `at ${group} ${word}`),
      ...(dob ? [`born ${dob} ${word}`] : []),
      ...(postcode ? [`post ${postcode} ${word}`] : []),
    ]),
    // A slip in one word of the name: the other word and the beginnings still meet.
    ...words.flatMap((word) =>
      words.filter((other) => other !== word).map((other) => `slip ${word} ${other.slice(0, 2)} ${other.length >> 2}`),
    ),
    ...ids.map((id) => `id ${id}`),
    ...(dob ? [`born ${dob}`] : []),
  ];
}

function orgKeys({ company, domains, brands, phones, mails, ids }: Prepared): string[] {
  return [
    `org ${[...company].sort().join('')}`,
    `start ${company.join('').slice(0, 6)}`,
    ...company.flatMap((word, at) => company.slice(at + 1).map((other) => `two ${[word, other].sort().join(' ')}`)),
    ...domains.map((domain) => `domain ${domain}`),
    ...brands.map((brand) => `brand ${brand}`),
    ...phones.map((phone) => `phone ${phoneSuffix(phone)}`),
    ...mails.map(({ key }) => `mail ${key}`),
    ...ids.map((id) => `id ${id}`),
  ];
}

/** Counts, over a crowd, how telling each phone, name and source is. */
export function contextOf(records: readonly Prepared[], defaultCountry?: string): MatchContext {
  const owners = new Map<string, Set<string>>();
  const nameBearers = new Map<string, number>();
  for (const { names, phones } of records) {
    const name = names[0];
    const owner = name && ([...name.family][0] ?? name.words.toSorted((a, b) => b.length - a.length)[0]);
    for (const phone of phones) if (owner) owners.set(phoneSuffix(phone), (owners.get(phoneSuffix(phone)) ?? new Set()).add(owner));
    for (const key of name ? nameKeys(name) : []) nameBearers.set(key, (nameBearers.get(key) ?? 0) + 1);
  }
  const phoneOwners = new Map([...owners].map(([phone, { size }]) => [phone, size]));
  const oneSource = new Set(records.map(({ record }) => record.source)).size === 1;
  return { phoneOwners, nameBearers, oneSource, ...(defaultCountry !== undefined && { defaultCountry }) };
}
