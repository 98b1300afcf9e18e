import { type Figure, format, median } from './figures.ts';
import { inBoth } from './in-browsers.ts';

const RECORDS = Number(process.env.BENCH_RECORDS ?? 100_000);
const ROUNDS = 3;

interface Pair {
  ours: number;
  raw: number;
}

/** First fill and changes of one in a hundred, each beside raw puts of the same rows in the same page; the worse browser counts. */
export async function syncFigures(): Promise<Figure[]> {
  const measured = await inBoth(async ({ call }) => {
    const fills: Pair[] = [];
    const changes: Pair[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      fills.push(await call<Pair>(`fill(${RECORDS})`));
      for (let each = 0; each < ROUNDS; each++) changes.push(await call<Pair>(`change(${RECORDS}, ${each})`));
    }
    return { fills, changes };
  });
  const text = (name: string, pairs: readonly Pair[]) =>
    `${name} ${format(median(pairs.map(({ ours }) => ours)))} ms against ${format(median(pairs.map(({ raw }) => raw)))} ms`;
  const slowdown = (pairs: readonly Pair[]) => median(pairs.map(({ ours, raw }) => ours / raw));
  return [
    {
      what: `first fill of ${RECORDS} records, encrypted and searchable, time against row-by-row raw puts`,
      value: Math.max(...measured.map(({ value }) => slowdown(value.fills))),
      limit: 1,
      unit: '×',
      note: measured.map(({ name, value }) => text(name, value.fills)).join('; '),
    },
    {
      what: `1 % changes at ${RECORDS}, time against raw puts of those rows`,
      value: Math.max(...measured.map(({ value }) => slowdown(value.changes))),
      limit: 4,
      unit: '×',
      note: measured.map(({ name, value }) => text(name, value.changes)).join('; '),
    },
  ];
}
