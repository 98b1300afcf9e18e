// `npm run check`: types, lint and import directions, catalogues, dead code, builds, sizes; in full, also what the
// sources zip builds. Keeps going after a failure, so that one run shows everything.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { ensureDependencies, projectEnv, projectNode, root } from './setup.mjs';

ensureDependencies();

const bin = (name) => `node_modules/${name}`;
const STEPS = [
  ['catalogues', ['scripts/locales.mjs']],
  ['prepare', [bin('wxt/bin/wxt.mjs'), 'prepare']],
  ['types', [bin('typescript/bin/tsc'), '--noEmit', '-p', '.']],
  ['lint and import directions', [bin('@biomejs/biome/bin/biome'), 'check', '.', '--diagnostic-level=warn', '--error-on-warnings']],
  ['dead code', [bin('knip/bin/knip.js'), '--no-progress']],
  ['build for Chrome', [bin('wxt/bin/wxt.mjs'), 'build']],
  ['build for Firefox', [bin('wxt/bin/wxt.mjs'), 'build', '-b', 'firefox', '--mv3']],
  ['build of the demo for Chrome', [bin('wxt/bin/wxt.mjs'), 'build', '--mode', 'demo']],
  ['build of the demo for Firefox', [bin('wxt/bin/wxt.mjs'), 'build', '-b', 'firefox', '--mv3', '--mode', 'demo']],
  ['store lint for Firefox', [bin('web-ext/bin/web-ext.js'), 'lint', '--source-dir', '.output/firefox-mv3', '--self-hosted']],
  ['sizes', [bin('size-limit/bin.js')]],
  ['sizes of the systems', ['scripts/system-sizes.mjs', '--strict']],
  // Installs everything once more in an empty folder: minutes.
  ...(process.env.FULL === '1' ? [['sources that build the same files', ['scripts/zip-check.mjs', '--make']]] : []),
];

const result = { passed: 0, failed: 0 };
for (const [name, args] of STEPS) {
  const run = spawnSync(projectNode(), args, { cwd: root, encoding: 'utf8', env: projectEnv(), maxBuffer: 64 * 1024 * 1024 });
  const good = run.status === 0;
  result[good ? 'passed' : 'failed'] += 1;
  process.stdout.write(`${good ? '✓' : '✗'} ${name}\n`);
  if (!good || name === 'sizes of the systems') process.stdout.write(`${run.stdout}\n${run.stderr}\n`);
}

const countFile = process.argv[process.argv.indexOf('--count') + 1];
if (process.argv.includes('--count')) writeFileSync(countFile, JSON.stringify(result));
process.exit(result.failed === 0 ? 0 : 1);
