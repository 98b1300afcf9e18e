import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = new URL('../', import.meta.url);

/** Modules that programs outside call, with what they call. Plain Node through tsx: no build, no DOM. */
const SEAMS: Readonly<Record<string, readonly string[]>> = {
  'lib/systems/detect.ts': ['classifyPage', 'detectRecord'],
  'lib/systems/index.ts': ['systems', 'SystemError'],
  'lib/identity/index.ts': ['comparePeople', 'compareCompanies', 'resolve', 'scorePairs', 'toMatchRecord'],
  'lib/scoring/index.ts': ['scoreLead'],
  'sandbox/index.ts': ['startSandbox', 'apps'],
};
/** These need an IndexedDB, and say nothing about names. */
const WITH_DATABASE = ['lib/store/queue.ts', 'lib/store/reading.ts', 'lib/engine/look-up.ts', 'lib/engine/outbox/drain.ts'];

/** What a child `tsx` finds when it imports the modules, one after the other. */
async function exportsOf(modules: readonly string[], first = ''): Promise<Record<string, string[]>> {
  const script = `${first}
    const found = {};
    for (const path of ${JSON.stringify(modules)}) found[path] = Object.keys(await import(new URL(path, ${JSON.stringify(root.href)}).href));
    console.log(JSON.stringify(found));`;
  const tsx = new URL('node_modules/tsx/dist/cli.mjs', root).pathname;
  const { stdout } = await run(process.execPath, [tsx, '--input-type=module', '--eval', script], { cwd: root.pathname });
  return JSON.parse(stdout);
}

describe('seams', () => {
  it('load in plain Node with their names in place', { timeout: 60_000 }, async () => {
    const found = await exportsOf(Object.keys(SEAMS));
    for (const [path, names] of Object.entries(SEAMS)) expect(found[path], path).toEqual(expect.arrayContaining([...names]));
  });

  it('of store and engine load when an IndexedDB is there', { timeout: 60_000 }, async () => {
    const found = await exportsOf(WITH_DATABASE, "await import('fake-indexeddb/auto');");
    for (const path of WITH_DATABASE) expect(found[path]?.length, path).toBeGreaterThan(0);
  });
});
