// Everything a fresh machine needs before the project's own Node can take over. Runs on Node 20, uses no dependency.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);

/** Runs a command with its output shown; ends the process with its exit code when it fails. */
export function must(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) fail(`Could not start ${command}: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Ends with a sentence for people. */
export function fail(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

/** Installs the locked dependencies when they are missing or older than the lock file. */
export function ensureDependencies() {
  const marker = at('node_modules', '.sidelight-lock');
  const lock = readFileSync(at('package-lock.json'), 'utf8');
  const installed = existsSync(marker) && readFileSync(marker, 'utf8') === lock && existsSync(projectNode());
  if (installed) return;
  process.stdout.write('Installing dependencies …\n');
  // Not `npm ci`: it refuses a lock file without the binaries of every platform, and some vendors publish those late. `install`
  // takes the locked versions all the same, and `--no-save` leaves the lock file as it is.
  must(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  if (!existsSync(projectNode())) fail('The dependency "node" was installed without its program. Run: npm rebuild node');
  writeFileSync(marker, lock);
}

/** The Node that the project brings along (24), whatever the machine has. */
export function projectNode() {
  return at('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The environment in which `node`, `wxt`, `vitest` and friends are the project's own. */
export function projectEnv(extra = {}) {
  const separator = process.platform === 'win32' ? ';' : ':';
  return { ...process.env, PATH: [at('node_modules', '.bin'), process.env.PATH].join(separator), ...extra };
}

const CHROMIUM_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const FIREFOX_PLACES = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** Path of a browser, or undefined. CHROME_BIN and FIREFOX_BIN win. */
export function findBrowser(name) {
  const [chosen, places] = name === 'firefox' ? [process.env.FIREFOX_BIN, FIREFOX_PLACES] : [process.env.CHROME_BIN, CHROMIUM_PLACES];
  return [chosen, ...places].find((place) => place && existsSync(place));
}

/** Installs what is missing where we may (Debian as root); elsewhere says the one command to run. */
export function ensureBrowsers(names) {
  const missing = names.filter((name) => !findBrowser(name));
  if (missing.length === 0) return;
  const packages = missing.map((name) => (name === 'firefox' ? 'firefox-esr' : 'chromium'));
  if (mayInstall()) {
    must('sh', ['-c', installLine([...packages, 'fonts-noto-core', 'fonts-noto-color-emoji'])], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return;
  }
  const command = isDebian()
    ? `sudo apt-get install ${packages.join(' ')}`
    : `install ${missing.join(' and ')}, or set ${missing.map((name) => (name === 'firefox' ? 'FIREFOX_BIN' : 'CHROME_BIN')).join(' and ')} to its program`;
  fail(`A browser is missing: ${missing.join(', ')}. Run this, then start again:\n  ${command}`);
}

/** Where packages can be installed without asking anybody. */
export function mayInstall() {
  return isDebian() && process.getuid?.() === 0;
}

/** A shell line that installs Debian packages quietly. */
export function installLine(packages) {
  return [
    `echo "Installing ${packages.join(', ')} …"`,
    'export DEBIAN_FRONTEND=noninteractive',
    'apt-get update -qq',
    `apt-get install -y -qq --no-install-recommends ${packages.join(' ')} >/dev/null`,
  ].join(' && ');
}

export function isDebian() {
  return existsSync('/etc/debian_version') && statSync('/etc/debian_version').isFile();
}
