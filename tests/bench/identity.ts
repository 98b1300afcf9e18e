import { pathToFileURL } from 'node:url';
import { candidatePairs } from '../../lib/identity/blocking.ts';
import { comparePeople, indexRecords, type MatchRecord } from '../../lib/identity/index.ts';
import { prepare } from '../../lib/identity/prepare.ts';
import { generator } from '../../scripts/identity/boosting.ts';
import { hasData, loadSet } from '../../scripts/identity/data.ts';
import { type Figure, format, median, table } from './figures.ts';

const ROUNDS = 5;
const CROWD = 100_000;
const ASKED = 400;

/**
 * Jaro-Winkler as the books have it, over two names as they are written: what a full comparison is measured against.
 * Source: W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage" (1990).
 */
function plainJaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const takenA = new Array<boolean>(a.length).fill(false);
  const takenB = new Array<boolean>(b.length).fill(false);
  let common = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j++) {
      if (takenB[j] || a[i] !== b[j]) continue;
      takenA[i] = true;
      takenB[j] = true;
      common++;
      break;
    }
  }
  if (common === 0) return 0;
  let swapped = 0;
  for (let i = 0, j = 0; i < a.length; i++) {
    if (!takenA[i]) continue;
    while (!takenB[j]) j++;
    if (a[i] !== b[j]) swapped++;
    j++;
  }
  const jaro = (common / a.length + common / b.length + (common - swapped / 2) / common) / 3;
  let start = 0;
  while (start < 4 && start < a.length && a[start] === b[start]) start++;
  return jaro + start * 0.1 * (1 - jaro);
}

/** Made-up people, for machines without the benchmark sets and for a crowd larger than they are. Same seed, same people. */
function madeUp(count: number, seed: number): MatchRecord[] {
  const random = generator(seed);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  const syllables = 'ba ke li mo ru sa ti ve zo ar en is or un da fe gi ho ju ka'.split(' ');
  const word = (length: number) => Array.from({ length }, () => pick(syllables)).join('');
  const given = Array.from({ length: 600 }, () => word(2 + Math.floor(random() * 2)));
  const family = Array.from({ length: 9000 }, () => word(2 + Math.floor(random() * 3)));
  const companies = Array.from({ length: Math.ceil(count / 8) }, () => `${word(3)} ${word(2)}`);
  return Array.from({ length: count }, (_, at) => {
    const [first, last, company] = [pick(given), pick(family), pick(companies)];
    return {
      id: `made-up-${seed}-${at}`,
      source: pick(['hubspot', 'salesforce', 'pipedrive', 'amocrm', 'erp']),
      kind: 'person',
      name: `${first} ${last}`,
      ...(random() < 0.7 && { email: `${first}.${last}@${company.replaceAll(' ', '')}.com` }),
      ...(random() < 0.7 && {
        phone: `+346${Math.floor(random() * 1e8)
          .toString()
          .padStart(8, '0')}`,
      }),
      ...(random() < 0.7 && { company }),
      city: pick(['Madrid', 'Leeds', 'Wien', 'Boston']),
    };
  });
}

/** Identity's speed: a full comparison of prepared pairs against a plain Jaro-Winkler loop over the same pairs; one record against a crowd. */
export function identitySpeed(): Figure[] {
  return [comparison(), oneAgainstCrowd()];
}

function comparison(): Figure {
  const records = (hasData() ? loadSet('crm-cross').records : madeUp(8000, 1)).filter(({ kind }) => kind === 'person');
  const pairs = candidatePairs(records.map((record) => prepare(record)))
    .slice(0, 60_000)
    .map(([a, b]) => [records[a], records[b]] as [MatchRecord, MatchRecord]);
  const nameOf = ({ name, firstName, lastName }: MatchRecord) => name ?? `${firstName ?? ''} ${lastName ?? ''}`;
  const names = pairs.map(([a, b]) => [nameOf(a), nameOf(b)] as [string, string]);
  let sum = 0;
  const ours = () => {
    for (const [a, b] of pairs) sum += comparePeople(a, b).probability;
  };
  const plain = () => {
    for (const [a, b] of names) sum += plainJaroWinkler(a, b);
  };
  ours();
  plain();
  const rounds = Array.from({ length: ROUNDS }, () => ({ ours: milliseconds(ours), plain: milliseconds(plain) }));
  const [full, bare] = [median(rounds.map((each) => each.ours)), median(rounds.map((each) => each.plain))];
  const perPair = (ms: number) => (ms * 1000) / pairs.length;
  return {
    what: 'identity: a full comparison of two people, against Jaro-Winkler of their names',
    value: full / bare,
    limit: 1 / 0.15,
    unit: '×',
    note: `µs per pair: full ${format(perPair(full))}, names alone ${format(perPair(bare))} (${format(bare / full)} × its speed); ${pairs.length} pairs, sum ${format(sum)}`,
  };
}

function oneAgainstCrowd(): Figure {
  const began = performance.now();
  const index = indexRecords(madeUp(CROWD, 2));
  const built = performance.now() - began;
  const asked = [...madeUp(ASKED / 2, 3), ...madeUp(ASKED / 2, 2).map((record) => ({ ...record, id: `again-${record.id}` }))];
  for (const record of asked.slice(0, 50)) index.match({ ...record });
  let found = 0;
  const times = asked.map((record) =>
    milliseconds(() => {
      found += index.match({ ...record }).length;
    }),
  );
  return {
    what: 'identity: one new record against 100 000',
    value: Math.max(...times.toSorted((a, b) => a - b).slice(0, Math.floor(ASKED * 0.99))),
    limit: 10,
    unit: 'ms',
    note: `99th of 100; median ${format(median(times))} ms; ${found} found for ${ASKED}; index built in ${format(built / 1000)} s`,
  };
}

function milliseconds(task: () => void): number {
  const began = performance.now();
  task();
  return performance.now() - began;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.stdout.write(`${table(identitySpeed())}\n`);
