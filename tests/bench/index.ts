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

const only = process.argv.slice(2);
const wanted = (name: string) => only.length === 0 || only.includes(name);
const say = (line: string) => process.stdout.write(`${line}\n`);

const figures: Figure[] = [];
if (wanted('sizes')) figures.push(...(await sizes()));
if (wanted('navigation')) figures.push(...(await inChromium(navigationCost)));
if (wanted('paint')) figures.push(...(await withSandbox(paintFigures)));
if (wanted('view')) figures.push(...(await viewFigures()));
if (wanted('write')) figures.push(...(await writeFigures()));
if (wanted('sync')) figures.push(...(await syncFigures()));
if (wanted('memory')) figures.push(...(await memoryFigures()));
if (wanted('search')) figures.push(...(await searchFigures()));
if (wanted('fresh')) figures.push(...(await freshFigures()));

say(`\n${table(figures)}\n`);
if (only.length === 0) {
  writeFileSync(
    'docs/performance.md',
    `# Performance\n\nMeasured by \`npm run bench\` in headless Chromium with the built extension, ${cpus().length} cores. Ratios compare both sides within one run on one machine; single times vary with the machine.\n\n${table(figures)}\n`,
  );
  say('Kept in docs/performance.md');
}
process.exit(0);

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
