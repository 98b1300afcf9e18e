import { type Figure, format, median } from './figures.ts';
import { type BenchPage, inBoth } from './in-browsers.ts';

const RECORDS = Number(process.env.BENCH_RECORDS ?? 100_000);
const MANY = Number(process.env.BENCH_MANY ?? 1_000_000);
/** Queries of each of the eight kinds. */
const EACH = 40;
const WAKES = 9;

interface Times {
  p50: number;
  p95: number;
}

async function measure(bench: BenchPage) {
  const { call } = bench;
  const made = await call<{ buildMs: number; textBytes: number; indexBytes: number }>(`search.begin(${RECORDS}, ${EACH})`);
  const ours = await call<Times & { kinds: Record<string, number> }>('search.ours()');
  const scan = await call<Times>('search.scan(3)');
  const answers = await call<{ typosFound: number; typosShown: number; asBruteForce: number; inOrder: number }>('search.answers(7)');
  const mini = await call<Times & { buildMs: number }>('search.mini(7)');
  const kept = await call<{ fillMs: number; indexMs: number; rare: string }>('search.keep()');
  let last = bench;
  const wakes = async (query: string) => {
    const times: number[] = [];
    for (let round = 0; round < WAKES; round += 1) {
      last = await last.anew();
      times.push(await last.call<number>(`search.wake(${JSON.stringify(query)})`));
    }
    return median(times);
  };
  const wake = await wakes('ana');
  // What is found only with all the looser fits, and lies far from the newest records.
  const wakeRare = await wakes(kept.rare);
  const many = MANY > 0 && {
    made: await last.call<typeof made>(`search.begin(${MANY}, ${EACH / 2})`),
    ours: await last.call<typeof ours>('search.ours()'),
  };
  return { made, ours, scan, answers, mini, kept, wake, wakeRare, many };
}

type Measured = Awaited<ReturnType<typeof measure>>;

/** Search in both browsers, beside a scan of lower-cased lines and MiniSearch over the same records; the worse browser counts. */
export async function searchFigures(): Promise<Figure[]> {
  const both = await inBoth(measure);
  const worst = (of: (value: Measured) => number) => Math.max(...both.map(({ value }) => of(value)));
  const note = (of: (value: Measured) => string) => both.map(({ name, value }) => `${name} ${of(value)}`).join('; ');
  const kinds = (times: Record<string, number>) =>
    Object.entries(times)
      .map(([kind, ms]) => `${kind} ${format(ms)}`)
      .join(', ');
  const figures: Figure[] = [
    {
      what: `search at ${RECORDS}, mixed queries, p95, against a scan of lower-cased lines`,
      value: worst(({ ours, scan }) => ours.p95 / scan.p95),
      limit: 0.2,
      unit: '×',
      note: note(
        ({ ours, scan, mini }) =>
          `p50/p95 ms: ours ${format(ours.p50)}/${format(ours.p95)}, scan ${format(scan.p50)}/${format(scan.p95)}, MiniSearch ${format(mini.p50)}/${format(mini.p95)}`,
      ),
    },
    {
      what: 'mistyped names not found',
      value: worst(({ answers }) => 100 * (1 - answers.typosFound)),
      limit: 5,
      unit: '%',
      note: note(({ answers }) => `${format(100 * answers.typosShown)} % have somebody so named among the first 20`),
    },
    {
      what: 'first 20 that comparing every record finds and search does not',
      value: worst(({ answers }) => 100 * (1 - answers.asBruteForce)),
      limit: 2,
      unit: '%',
      note: note(({ answers }) => `${format(100 * answers.inOrder)} % of the answers equal, order included`),
    },
    {
      what: 'index in memory, against the searchable text',
      value: worst(({ made }) => made.indexBytes / made.textBytes),
      limit: 4,
      unit: '×',
      note: note(
        ({ made }) =>
          `${format(made.indexBytes / 1e6)} MB for ${format(made.textBytes / 1e6)} MB of text, built in ${format(made.buildMs)} ms`,
      ),
    },
    {
      what: `worker wakes → first answer out of ${RECORDS} encrypted records`,
      value: worst(({ wake }) => wake),
      limit: 150,
      unit: 'ms',
      note: note(
        ({ wake, wakeRare, kept }) =>
          `${format(wake)} ms, asked for one person by her whole name ${format(wakeRare)} ms; filling and indexing ${format(kept.fillMs)} ms, ${format(kept.indexMs)} ms of it for the index`,
      ),
    },
    {
      what: 'search, p95 by kind of query',
      value: worst(({ ours }) => ours.p95),
      limit: 10,
      unit: 'ms',
      note: note(({ ours }) => kinds(ours.kinds)),
    },
  ];
  if (both.some(({ value }) => value.many))
    figures.push({
      what: `search at ${MANY}, mixed queries, p95`,
      value: worst(({ many }) => (many ? many.ours.p95 : 0)),
      limit: 10,
      unit: 'ms',
      note: note(({ many }) => (many ? `index ${format(many.made.indexBytes / 1e6)} MB; ${kinds(many.ours.kinds)}` : '')),
    });
  return figures;
}
