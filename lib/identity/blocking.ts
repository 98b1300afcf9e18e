import { phoneSuffix } from './crowd.ts';
import type { Prepared } from './prepare.ts';

/** A key that more records share than this tells too little to make candidates. */
export const BLOCK_LIMIT = 60;

/** Pairs worth comparing, each once, as indexes (`a < b`): records of one kind that share a telling key. */
export function candidatePairs(records: readonly Prepared[]): [number, number][] {
  const blocks = new Map<string, number[]>();
  for (const [at, record] of records.entries()) {
    for (const key of blockKeys(record)) {
      const block = blocks.get(key);
      if (block) block.push(at);
      else blocks.set(key, [at]);
    }
  }
  const seen = new Set<number>();
  const pairs: [number, number][] = [];
  for (const block of blocks.values()) {
    if (block.length > BLOCK_LIMIT) continue;
    for (let place = 0; place < block.length; place++) {
      const a = block[place] as number;
      for (let next = place + 1; next < block.length; next++) {
        const b = block[next] as number;
        const id = a * records.length + b;
        if (seen.has(id)) continue;
        seen.add(id);
        pairs.push([a, b]);
      }
    }
  }
  return pairs;
}

/** Keys that two records of one person or company are likely to have in common, each once. */
export function blockKeys(record: Prepared): Set<string> {
  return new Set((record.kind === 'org' ? orgKeys(record) : personKeys(record)).map((key) => `${record.kind} ${key}`));
}

function personKeys({ names, mails, phones, companies, domains, brands, day, postcode, ids, city, street, addresses }: Prepared): string[] {
  // Letters in alphabetical order: a word with two letters swapped still meets its like.
  const words = [...new Set(names.flatMap(({ full }) => full.filter((word) => word.length > 1).map(inOrder)))];
  const starts = [...new Set(names.flatMap(({ full }) => full.map((word) => word.slice(0, 2))))];
  const groups = [...new Set([...companies.map(({ joined }) => joined), ...domains, ...brands])].filter((group) => group !== '');
  const days = day ? [day.day, ...(day.swapped ? [day.swapped] : [])] : [];
  return [
    ...mails
      .filter(({ shared }) => !shared)
      .flatMap(({ key, box, local }) => [`mail ${key}`, ...(box.length > 4 ? [`local ${local}`, `box ${box}`] : [])]),
    ...phones.map((phone) => `phone ${phoneSuffix(phone)}`),
    ...names.flatMap(({ keys }) => keys.map((key) => `name ${key}`)),
    ...words.flatMap((word) => [
      ...groups.map((group) => `at ${group} ${word}`),
      ...(day ? [`year ${day.day.slice(0, 4)} ${word}`, `date ${day.day.slice(4)} ${word}`] : []),
      ...(city ? [`city ${inOrder(city)} ${word}`] : []),
    ]),
    ...starts.flatMap((start) => [
      ...groups.map((group) => `near ${group} ${start}`),
      ...(day ? [`date ${day.day.slice(4)} ${start}`, `year ${day.day.slice(0, 4)} ${start} ${city.slice(0, 2)}`] : []),
      ...(postcode ? [`post ${postcode} ${start}`] : []),
      ...mails.filter(({ free }) => !free).map(({ domain }) => `mailed ${domain} ${start}`),
    ]),
    // A slip in one word of the name: the other word and the beginnings still meet.
    ...names.flatMap(({ full }) =>
      full.flatMap((word) =>
        full
          .filter((other) => other !== word && word.length > 1)
          .map((other) => `slip ${word} ${other.charAt(0)}${other.length > 3 ? '' : '.'}`),
      ),
    ),
    ...ids.map((id) => `id ${id}`),
    ...days.map((each) => `born ${each}`),
    ...(street.length > 5 ? [`street ${street}`] : []),
    ...addresses.map((address) => `lives ${address.slice(0, 3).join(' ')}`),
  ];
}

function orgKeys({ companies, domains, brands, phones, mails, ids, street, postcode, addresses }: Prepared): string[] {
  return [
    ...companies.flatMap(({ sorted, joined, words }) => [
      `org ${sorted}`,
      `joined ${joined}`,
      `start ${joined.slice(0, 6)}`,
      `end ${joined.slice(-6)}`,
      ...words.flatMap((word, at) => words.slice(at + 1).map((other) => `two ${[word, other].sort().join(' ')}`)),
      ...words.filter((word) => word.length > 3).map((word) => `word ${word}`),
      `brand ${joined}`,
    ]),
    ...domains.map((domain) => `domain ${domain}`),
    ...brands.map((brand) => `brand ${brand}`),
    ...phones.map((phone) => `phone ${phoneSuffix(phone)}`),
    ...mails.map(({ key }) => `mail ${key}`),
    ...ids.map((id) => `id ${id}`),
    ...(street.length > 5 ? [`street ${street}`] : []),
    ...(postcode.length > 3 ? [`post ${postcode}`] : []),
    ...addresses.flatMap((address) => address.filter((word) => /^\d{4,}$/.test(word)).map((word) => `post ${word}`)),
    ...addresses.map((address) => `lives ${address.slice(0, 3).join(' ')}`),
  ];
}

function inOrder(word: string): string {
  return [...word].sort().join('');
}
