// `npm run bench`: builds, measures ratios within one run, prints a table and keeps it in docs/performance.md.
import { spawnSync } from 'node:child_process';
import { ensureBrowsers, ensureDependencies, must, projectEnv, projectNode, root } from './setup.mjs';

ensureDependencies();
ensureBrowsers(['chromium', 'firefox']);
const env = projectEnv();
must(projectNode(), ['scripts/locales.mjs'], { env });
const wanted = process.argv.slice(2);
// These are measured in a page of a build of its own; a run of nothing else needs no other build.
const inBenchPage = ['sync', 'search', 'memory', 'view'];
// These use that page beside another build.
const withBenchPage = [...inBenchPage, 'paint'];
const builds = [
  ...(wanted.length > 0 && wanted.every((name) => inBenchPage.includes(name)) ? [] : [[], ['-b', 'firefox', '--mv3'], ['--mode', 'demo']]),
  ...(wanted.length === 0 || wanted.some((name) => withBenchPage.includes(name))
    ? [
        ['--mode', 'bench'],
        ['-b', 'firefox', '--mv3', '--mode', 'bench'],
      ]
    : []),
];
for (const mode of builds)
  must(projectNode(), ['node_modules/wxt/bin/wxt.mjs', 'build', ...mode], { env, stdio: ['ignore', 'ignore', 'inherit'] });
const run = spawnSync(projectNode(), ['tests/bench/index.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env });
process.exit(run.status ?? 1);
