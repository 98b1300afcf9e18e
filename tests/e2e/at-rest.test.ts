import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'puppeteer-core';
import { afterAll, describe, expect, test } from 'vitest';
import type { TabState } from '../../lib/model/dossier.ts';
import type { Action, Io, RecordRef, SystemId } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { type Session, until } from '../../scripts/browsers/session.ts';
import { connectDemo } from '../../scripts/demo/connect.ts';
import { findIn } from './plain-words.ts';
import { type BrowserName, openBrowser, tokenOf } from './worlds.ts';

/*
 * What is in the files of a profile after a day's work. The words come in through the vendors' APIs alone: no record page is opened, so
 * nothing but our own storage could put them there. The control is the same work with everything stored in clear beside its cipher text; what
 * the search does not find there it would never find.
 */

const FULL = process.env.FULL === '1';
const BROWSERS: readonly BrowserName[] = FULL ? ['chromium', 'firefox'] : ['chromium'];
const WORKED: readonly SystemId[] = ['hubspot', 'pipedrive', 'amocrm'];
const AMOUNT = 771_955_300;

const nonce = () => crypto.randomUUID().replaceAll('-', '').slice(0, 12);
/** Texts nobody else writes, Latin and Cyrillic, for each system. */
const canariesFor = (system: SystemId) => ({
  first: `Quartzine${nonce()}`,
  last: `Кварцевая${nonce()}`,
  note: `albatross note ${nonce()} ${system}`,
  cyrillicNote: `заметка альбатроса ${nonce()} ${system}`,
  deal: `Сделка Quartzine ${nonce()}`,
});

/** Makes a customer with a note and a deal in one system, through its API, as a colleague would. */
async function tell(sandbox: Sandbox, system: SystemId): Promise<{ ref: RecordRef; words: string[] }> {
  const said = canariesFor(system);
  const io: Io = {
    connection: sandbox.connection(system),
    fetch: (request) => sandbox.fetch(request),
    signal: AbortSignal.timeout(20_000),
    now: Date.now,
    random: Math.random,
  };
  const perform = async (action: object) => {
    const receipt = await systems[system]?.perform({ on: [], at: Date.now(), ...action } as unknown as Action, crypto.randomUUID(), io);
    return receipt?.refs[0] ?? expect.fail(`${system} has made nothing`);
  };
  const email = `${said.first.toLowerCase()}@example.com`;
  const ref = await perform({ kind: 'create', object: 'contact', values: { firstName: said.first, lastName: said.last, emails: [email] } });
  await perform({ kind: 'note', on: [ref], text: `${said.note}. ${said.cyrillicNote}` });
  await perform({
    kind: 'create',
    object: 'deal',
    on: [ref],
    values: { name: said.deal, amount: { amountMinor: AMOUNT, currency: system === 'amocrm' ? 'RUB' : 'USD' } },
  });
  return { ref, words: [...Object.values(said), email] };
}

/** Runs in one of our own pages. */
const inOwn = <T>(page: Page, code: string): Promise<T> =>
  page.evaluate(`(async () => { const api = globalThis.browser ?? chrome; ${code} })()`) as Promise<T>;

/** Connects, looks the customers up, syncs whole lists, writes, leaves drafts; everything a day brings. Answers the words that came in. */
async function work(session: Session, sandbox: Sandbox): Promise<string[]> {
  const told = await Promise.all(WORKED.map(async (system) => [system, await tell(sandbox, system)] as const));
  const options = await connectDemo(session, sandbox, WORKED);
  const ids = await inOwn<Record<string, string>>(
    options,
    `const rows = await new Promise((done, fail) => { const open = indexedDB.open('sidelight-settings'); open.onerror = fail; open.onsuccess = () => {
       const all = open.result.transaction('connections').objectStore('connections').getAll();
       all.onsuccess = () => { open.result.close(); done(all.result); }; }; });
     return Object.fromEntries(rows.map(({ id, system }) => [system, id]));`,
  );
  for (const id of Object.values(ids)) {
    const choice = { scope: 'all' };
    await inOwn(options, `await api.runtime.sendMessage(${JSON.stringify({ type: 'sync.settings', connectionId: id, choice })});`);
    await inOwn(options, `await api.runtime.sendMessage(${JSON.stringify({ type: 'sync.start', connectionId: id })});`);
  }
  const panel = await session.openOwn('sidepanel.html');
  for (const [index, [system, { ref }]] of told.entries()) {
    const { native, id, account } = ref;
    const record = { system, object: 'contact' as const, native, id, account, host: 'example.com' };
    const state: TabState = { page: { kind: 'record', record }, via: 'url', connectionId: ids[system] ?? '', at: 1 };
    const tabId = 900_000 + index;
    const answer = await inOwn<{ ok?: { dossier?: string; error?: unknown } }>(
      panel,
      `await api.storage.session.set(${JSON.stringify({ [`tab:${tabId}`]: state })});
       return api.runtime.sendMessage({ type: 'record.fresh', tabId: ${tabId} });`,
    );
    expect(answer?.ok, `${system} ${JSON.stringify(answer)}`).toHaveProperty('dossier');
  }
  const written = `written here ${nonce()} написано здесь`;
  const on = told.map(([, { ref }]) => ref);
  await inOwn(
    options,
    `await sidelightDoor.enqueue(${JSON.stringify({
      record: 'r',
      customerName: written,
      action: { kind: 'note', text: written, on: on.slice(0, 1), at: Date.now() },
      targets: [ids.hubspot],
    })}); await api.runtime.sendMessage({ type: 'action.wake' });`,
  );
  await until('the note', async () => sandbox.effects('hubspot').some(({ actionKind, key }) => actionKind === 'note' && key !== undefined));
  const chunks = `const open = indexedDB.open('sidelight-cache'); await new Promise((done) => { open.onsuccess = done; });
    const count = open.result.transaction('chunks').objectStore('chunks').count(); await new Promise((done) => { count.onsuccess = done; });
    open.result.close(); return count.result;`;
  await until('synced lists', async () => (await inOwn<number>(options, chunks)) >= WORKED.length);
  return [...told.flatMap(([, { words }]) => words), written, String(AMOUNT)];
}

/**
 * Gives Chromium cause to merge the files its databases lie in: many times the size of one of them is written beside ours, and deleted. No API
 * does it; all databases of an extension share the files, and of a database that is deleted the browser compacts the stretch it lay in.
 */
async function churn(session: Session): Promise<void> {
  const page = await session.openOwn('options.html');
  await inOwn(
    page,
    `for (let round = 0; round < 6; round++) {
       const open = indexedDB.open('churn');
       open.onupgradeneeded = () => open.result.createObjectStore('rows');
       await new Promise((done, fail) => { open.onsuccess = done; open.onerror = fail; });
       for (let part = 0; part < 20; part++) {
         const write = open.result.transaction('rows', 'readwrite', { durability: 'strict' });
         for (let row = 0; row < 10; row++) write.objectStore('rows').put(crypto.getRandomValues(new Uint8Array(50_000)), part * 10 + row);
         await new Promise((done, fail) => { write.oncomplete = done; write.onabort = fail; });
       }
       open.result.close();
       const gone = indexedDB.deleteDatabase('churn');
       await new Promise((done, fail) => { gone.onsuccess = done; gone.onerror = fail; });
     }`,
  );
}

/** Pieces of cipher text out of the chunks that are stored now: they tell in which files these lie. */
async function sealedPieces(session: Session): Promise<Buffer[]> {
  const page = await session.openOwn('options.html');
  const texts = await inOwn<string[]>(
    page,
    `const open = indexedDB.open('sidelight-cache'); await new Promise((done, fail) => { open.onsuccess = done; open.onerror = fail; });
     const all = open.result.transaction('chunks').objectStore('chunks').getAll();
     await new Promise((done, fail) => { all.onsuccess = done; all.onerror = fail; });
     open.result.close();
     return all.result.map(({ sealed }) => btoa(String.fromCharCode(...sealed.subarray(20, 52))));`,
  );
  return texts.map((text) => Buffer.from(text, 'base64'));
}

/** Chromium's database files of the extension by name; `LOG` is what LevelDB itself says of the last session. */
function databaseFiles(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const ours = names.filter((name) => /chrome-extension_.*\.indexeddb\.leveldb[/\\](?:\d+\.(?:ldb|log)|LOG)$/.test(name));
  return new Map(ours.map((name) => [basename(name), readFileSync(join(folder, name))]));
}

/** That Chromium has merged its files: those of before are gone, and what lay in them is in tables that a merge has made. */
function expectMerged(before: ReadonlyMap<string, Buffer>, after: ReadonlyMap<string, Buffer>, pieces: readonly Buffer[]): void {
  const told = after.get('LOG')?.toString() ?? '';
  const made = new Set([...told.matchAll(/Generated table #(\d+)@/g)].map(([, number]) => `${String(number).padStart(6, '0')}.ldb`));
  const there = [...after.keys()].filter((name) => name !== 'LOG');
  const seen = `before ${[...before.keys()].join()}; now ${there.join()}; by merging ${[...made].join()}`;
  expect([...told.matchAll(/Compacting \d+@\d \+ [1-9]\d*@\d files/g)].length, `merges of two levels; ${seen}`).toBeGreaterThan(0);
  expect(
    there.filter((name) => before.has(name)),
    seen,
  ).toEqual([]);
  const holders = pieces.map((piece) => there.filter((name) => after.get(name)?.includes(piece)));
  expect(holders.filter((names) => names.length > 0).length, `chunks that are seen; ${seen}`).toBeGreaterThan(0);
  expect(
    holders.flat().filter((name) => !made.has(name)),
    `chunks elsewhere; ${seen}`,
  ).toEqual([]);
}

/** Writes Firefox's databases anew, by the statement its own maintenance uses when nobody is at the computer; answers how many. */
function vacuum(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /moz-extension.*idb.*\.sqlite$/.test(name));
  for (const name of files) {
    const db = new DatabaseSync(join(folder, name));
    db.exec('VACUUM');
    db.close();
  }
  return files.length;
}

describe('at rest', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const profile = () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidelight-at-rest-'));
    folders.push(folder);
    return folder;
  };

  /** A day's work and a clean exit; `after` runs before it. */
  async function day(name: BrowserName, folder: string, after?: (session: Session, tokens: string[]) => Promise<void>): Promise<string[]> {
    const sandbox = await startSandbox({ asOf: 'now' });
    try {
      const tokens = WORKED.map((system) => tokenOf(sandbox, system));
      const session = await openBrowser(name, sandbox, { profile: folder });
      try {
        const words = await work(session, sandbox);
        await after?.(session, tokens);
        return [...words, ...tokens];
      } finally {
        await session.close();
      }
    } finally {
      await sandbox.close();
    }
  }

  test.each(BROWSERS)('no word of a customer and no token is in the profile after a clean exit of %s', async (name) => {
    const folder = profile();
    const words = await day(name, folder);
    expect(Object.fromEntries(findIn(folder, words))).toEqual({});
    if (!FULL) return;
    // A second day, then the files are compacted, each browser's in its way.
    const before = databaseFiles(folder);
    const pieces: Buffer[] = [];
    const again = await day(name, folder, async (session) => {
      if (name === 'firefox') return;
      pieces.push(...(await sealedPieces(session)));
      await churn(session);
    });
    if (name === 'firefox') expect(vacuum(folder), 'our databases').toBeGreaterThanOrEqual(4);
    else expectMerged(before, databaseFiles(folder), pieces);
    expect(Object.fromEntries(findIn(folder, [...words, ...again]))).toEqual({});
  });

  test.each(BROWSERS)('every one of them is found in %s when they are stored in clear', async (name) => {
    const folder = profile();
    const words = await day(name, folder, async (session, tokens) => {
      const options = await session.openOwn('options.html');
      await until('the door', () => inOwn<boolean>(options, 'return Boolean(globalThis.sidelightDoor);'));
      expect(await inOwn<number>(options, `return sidelightDoor.uncover(${JSON.stringify(tokens)});`)).toBeGreaterThan(WORKED.length * 3);
    });
    const found = findIn(folder, words);
    expect(words.filter((word) => !found.has(word))).toEqual([]);
  });
});
