import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { gzipSync } from 'node:zlib';
import { startSandbox } from '../../sandbox/index.ts';
import { startChromium } from '../../scripts/browsers/chromium.ts';
import { type Figure, table } from './figures.ts';
import { freshFigures } from './fresh.ts';
import { memoryFigures } from './memory.ts';
import { navigationCost } from './navigation.ts';
import { paintFigures } from './paint.ts';
import { searchFigures } from './search.ts';
import { syncFigures } from './sync.ts';
import { viewFigures } from './view.ts';
import { writeFigures } from './write.ts';

const DOC = 'docs/performance.md';
const only = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);

/** What can be measured, by the name it is asked for, in the order of the table. */
const SECTIONS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  sizes,
  navigation: () => inChromium(navigationCost),
  paint: () => withSandbox(paintFigures),
  view: viewFigures,
  write: writeFigures,
  sync: syncFigures,
  memory: memoryFigures,
  search: searchFigures,
  fresh: freshFigures,
};

const figures: Figure[] = [];
const began = Date.now();
for (const [name, measure] of Object.entries(SECTIONS)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const start = Date.now();
  figures.push(...(await measure()));
  say(`${name}: ${Math.round((Date.now() - start) / 1000)} s`);
}

say(`\n${table(figures)}\n\n${Math.round((Date.now() - began) / 1000)} s in all`);
if (only.length === 0) {
  writeFileSync(DOC, withTable(readFileSync(DOC, 'utf8'), table(figures)));
  say(`Kept in ${DOC}`);
}
process.exit(0);

/** The page with this table in the place of the one it has; what is written around it stays. */
function withTable(page: string, rows: string): string {
  const lines = page.replace(/\d+ cores/, `${cpus().length} cores`).split('\n');
  const isRow = (line: string) => line.startsWith('|');
  const [first, last] = [lines.findIndex(isRow), lines.findLastIndex(isRow)];
  if (first < 0) throw new Error(`${DOC} has no table`);
  return lines.toSpliced(first, last - first + 1, rows).join('\n');
}

/** What the built extension loads, in gzip. */
async function sizes(): Promise<Figure[]> {
  // @ts-expect-error plain JavaScript: size-limit reads it too
  const { default: budgets } = await import('../../.size-limit.mjs');
  return (budgets as { name: string; path: string | string[]; limit: string }[]).map(({ name, path, limit }) => {
    const files = [path].flat();
    const bytes = files.reduce((total, file) => total + gzipSync(readFileSync(file), { level: 9 }).length, 0);
    return {
      what: `size: ${name}`,
      value: bytes / 1000,
      limit: Number.parseFloat(limit),
      unit: 'kB gz',
      note: `${files.length} file${files.length > 1 ? 's' : ''}`,
    };
  });
}

async function withSandbox<T>(measure: (sandbox: Awaited<ReturnType<typeof startSandbox>>) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox();
  try {
    return await measure(sandbox);
  } finally {
    await sandbox.close();
  }
}

async function inChromium(measure: typeof navigationCost): Promise<Figure[]> {
  return withSandbox(async (sandbox) => {
    const session = await startChromium({ sandboxPort: sandbox.port });
    try {
      return await measure(session, sandbox);
    } finally {
      await session.close();
    }
  });
}
