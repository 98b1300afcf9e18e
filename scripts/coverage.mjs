// `npm run coverage [system…]`: how much of each system's folder its tests run, one system at a time, as one table. Fails under 95 % of
// the branches. Tryton is counted where its server can be had.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDependencies, projectEnv, projectNode, root } from './setup.mjs';

ensureDependencies();
const LEAST_BRANCHES = 95;
const SUITE = ['faults', 'find', 'hollow', 'pages', 'records', 'system', 'timeline', 'wire', 'write'].map(
  (name) => `tests/contract/${name}.test.ts`,
);
const COMMON = [...SUITE, 'tests/systems/actions', 'tests/systems/doubled', 'lib/systems/detect'];
const known = readdirSync(join(root, 'lib/systems'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, 'lib/systems', entry.name, 'index.ts')))
  .map(({ name }) => name);
const asked = process.argv.slice(2);
const wanted = known.filter((name) => asked.length === 0 || asked.includes(name));
const rows = wanted.map((system) => ({ system, ...measure(system) }));

process.stdout.write('\nsystem        branches  statements  functions\n');
for (const { system, branches, statements, functions } of rows)
  process.stdout.write(`${system.padEnd(14)}${share(branches, 8)}  ${share(statements, 10)}  ${share(functions, 9)}\n`);
process.exit(rows.length > 0 && rows.every(({ branches = 0 }) => branches >= LEAST_BRANCHES) ? 0 : 1);

function measure(system) {
  const folder = mkdtempSync(join(tmpdir(), 'sidelight-coverage-'));
  // The suites over all systems talk to stand-ins.
  const common = existsSync(join(root, 'sandbox', system)) ? COMMON : [];
  const tests = [`tests/systems/${system}/`, `tests/fidelity/${system}`, `lib/systems/${system}/`, ...common];
  const options = [
    // Counting makes everything slower.
    '--testTimeout=120000',
    '--coverage.enabled',
    '--coverage.provider=v8',
    `--coverage.include=lib/systems/${system}/*.ts`,
    // Examples of addresses for the tests of detection.
    '--coverage.exclude=**/*.examples.ts',
    '--coverage.reporter=text',
    '--coverage.reporter=json-summary',
    `--coverage.reportsDirectory=${folder}`,
  ];
  const run = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'unit',
    '--project',
    'contract',
    '--reporter=minimal',
    ...options,
    ...tests,
  ];
  const { status } = spawnSync(projectNode(), run, { cwd: root, stdio: 'inherit', env: projectEnv({ SYSTEM: system, ROUNDS: '2' }) });
  const summary = join(folder, 'coverage-summary.json');
  const total = status === 0 && existsSync(summary) ? JSON.parse(readFileSync(summary, 'utf8')).total : undefined;
  rmSync(folder, { recursive: true, force: true });
  return total && { branches: total.branches.pct, statements: total.statements.pct, functions: total.functions.pct };
}

function share(percent, width) {
  return (percent === undefined ? 'failed' : `${percent.toFixed(1)} %`).padStart(width);
}
