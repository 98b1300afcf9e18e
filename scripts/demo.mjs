// `npm run demo`: sets everything up, then hands over to the project's own Node. Uses no dependency, runs on Node 20.
import { spawnSync } from 'node:child_process';
import { ensureBrowsers, ensureDependencies, fail, must, projectEnv, projectNode, root } from './setup.mjs';

const args = process.argv.slice(2);
const firefox = args.includes('--firefox');
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

if (args.includes('--help')) {
  process.stdout.write(`npm run demo                     the sandbox CRMs and Chromium with Sidelight connected to them
npm run demo -- --firefox        the same in Firefox
npm run demo -- --shots <folder> no window: pictures of the panel into a folder\n`);
  process.exit(0);
}
if (!hasDisplay && !args.includes('--shots')) {
  fail(
    'There is no display here, so no window can open.\nRun this instead, it takes pictures without one:\n  npm run demo -- --shots pictures\nOr start the demo on a desktop, or under a virtual display (xvfb-run npm run demo).',
  );
}
const folder = args[args.indexOf('--shots') + 1];
if (args.includes('--shots') && (!folder || folder.startsWith('--')))
  fail('Name the folder for the pictures: npm run demo -- --shots pictures');

ensureDependencies();
ensureBrowsers(firefox ? ['firefox'] : ['chromium']);
const env = projectEnv();
process.stdout.write('Building Sidelight …\n');
must(projectNode(), ['scripts/locales.mjs'], { env });
must(projectNode(), ['node_modules/wxt/bin/wxt.mjs', 'build', '--mode', 'demo', ...(firefox ? ['-b', 'firefox', '--mv3'] : [])], {
  env,
  stdio: ['ignore', 'ignore', 'inherit'],
});
const run = spawnSync(projectNode(), ['scripts/demo/index.ts', ...args], { cwd: root, stdio: 'inherit', env });
process.exit(run.status ?? 0);
