// `npm run bench`: builds, measures ratios within one run, prints a table and keeps it in docs/performance.md.
import { spawnSync } from 'node:child_process';
import { ensureBrowsers, ensureDependencies, must, projectEnv, projectNode, root } from './setup.mjs';

ensureDependencies();
ensureBrowsers(['chromium']);
const env = projectEnv();
must(projectNode(), ['scripts/locales.mjs'], { env });
for (const mode of [[], ['--mode', 'demo']]) {
  must(projectNode(), ['node_modules/wxt/bin/wxt.mjs', 'build', ...mode], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
const run = spawnSync(projectNode(), ['tests/bench/index.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env });
process.exit(run.status ?? 1);
