// The real ERP server that `tests/systems/tryton` is run against: Debian's packages, and an empty database that is made once per
// machine and copied by every test. Runs on Node 20, uses no dependency.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installLine, mayInstall, root } from './setup.mjs';

const SERVER = '/usr/bin/trytond';
const ADMIN = '/usr/bin/trytond-admin';
const MODULES = ['party', 'sale', 'account_invoice', 'stock', 'sale_credit_limit'];
const PACKAGES = ['tryton-server', ...MODULES.map((name) => `tryton-modules-${name.replaceAll('_', '-')}`)];
const PYTHON_MODULES = '/usr/lib/python3/dist-packages/trytond';

/** Of the databases that tests make; nothing but tests ever sees them. */
export const TRYTON_PASSWORD = 'only-for-tests-1';

/** Where the server's program is, or why there is none, in one line. */
export function findTryton() {
  if (!existsSync(SERVER) || !existsSync(ADMIN))
    return { missing: `Tryton is not installed. On Debian: apt-get install ${PACKAGES.join(' ')}` };
  const absent = MODULES.filter((name) => !existsSync(join(PYTHON_MODULES, 'modules', name)));
  if (absent.length > 0)
    return { missing: `Tryton's modules ${absent.join(', ')} are not installed. On Debian: apt-get install ${PACKAGES.join(' ')}` };
  return { program: SERVER };
}

/** Installs the server where we may (Debian as root) and makes its empty database. Elsewhere its tests are skipped, and say so. */
export function ensureTryton() {
  if (findTryton().missing && mayInstall()) spawnSync('sh', ['-c', installLine(PACKAGES)], { stdio: ['ignore', 'inherit', 'inherit'] });
  const { missing } = findTryton();
  if (missing) process.stdout.write(`${missing}\nIts tests will be skipped.\n`);
  else emptyDatabase();
}

/**
 * Path of a database with the modules and nothing in it; makes it (15 s) where it is not there yet. Two that make it at once do no
 * harm: each makes its own, and the last one stays.
 */
export function emptyDatabase() {
  const cache = join(root, 'node_modules', '.cache', 'tryton');
  const ready = join(cache, `${version()}.sqlite`);
  if (existsSync(ready)) return ready;
  process.stdout.write('Making an empty Tryton database …\n');
  const folder = mkdtempSync(join(tmpdir(), 'sidelight-tryton-'));
  try {
    const config = writeConfig(folder, 0);
    writeFileSync(join(folder, 'empty.sqlite'), '');
    writeFileSync(join(folder, 'password'), `${TRYTON_PASSWORD}\n`);
    const env = { ...process.env, TRYTONPASSFILE: join(folder, 'password') };
    const common = ['-c', config, '-d', 'empty'];
    for (const args of [
      ['--all', '--email', 'admin@example.org', '-l', 'en'],
      ['-u', ...MODULES, '--activate-dependencies'],
    ]) {
      const run = spawnSync(ADMIN, [...common, ...args], { env, encoding: 'utf8' });
      if (run.status !== 0) throw new Error(`trytond-admin ended with ${run.status}: ${run.stderr?.slice(-2000)}`);
    }
    mkdirSync(cache, { recursive: true });
    const mine = `${ready}.${process.pid}`;
    writeFileSync(mine, readFileSync(join(folder, 'empty.sqlite')));
    renameSync(mine, ready);
    return ready;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The server's configuration in a folder of its own, which holds the databases too. */
export function writeConfig(folder, port) {
  const path = join(folder, 'trytond.conf');
  writeFileSync(path, `[web]\nlisten = 127.0.0.1:${port}\n[database]\nuri = sqlite://\npath = ${folder}\n`);
  return path;
}

/** Another release or another choice of modules needs another database. */
function version() {
  const init = readFileSync(join(PYTHON_MODULES, '__init__.py'), 'utf8');
  const release = /__version__ = "([\d.]+)"/.exec(init)?.[1] ?? 'unknown';
  return `${release}-${createHash('sha256').update(MODULES.join()).digest('hex').slice(0, 8)}`;
}
