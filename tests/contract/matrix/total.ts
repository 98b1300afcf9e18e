import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Count } from './tally.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder in which each system's matrix leaves its figures. */
    matrixCounts: string;
  }
}

/** Sums the fault matrix over the systems whose files have run, and prints it when all tests are over. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'fault-matrix-'));
  project.provide('matrixCounts', folder);
  return () => {
    const counts = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Count);
    rmSync(folder, { recursive: true });
    if (counts.length === 0) return;
    const sum = (of: (count: Count) => number) => counts.reduce((total, count) => total + of(count), 0);
    const lines = [
      `fault matrix: ${sum(({ done }) => done)} of ${sum(({ cells }) => cells)} cells (${sum(({ exempt }) => exempt)} exempt)`,
      ...counts.map(({ name, done, cells, exempt }) => `  ${name.padEnd(16)}${`${done} of ${cells}`.padEnd(16)}${exempt} exempt`),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  };
}
