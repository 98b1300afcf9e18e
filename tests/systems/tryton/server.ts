import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Connection, Io, RecordRef, System } from '../../../lib/systems/contract.ts';
import { tryton } from '../../../lib/systems/tryton/index.ts';
import { emptyDatabase, findTryton, TRYTON_PASSWORD, writeConfig } from '../../../scripts/tryton.mjs';
import { type Rpc, signIn } from './rpc.ts';
import { type Seeded, seed } from './seed.ts';

const START_WITHIN_MS = 60_000;
const found = findTryton();

/** Why the real server cannot be had here, in one line; undefined where it can. For `describe.skipIf`. */
export const UNAVAILABLE: string | undefined = found.missing;
if (UNAVAILABLE !== undefined) process.stdout.write(`Tryton tests skipped: ${UNAVAILABLE}\n`);

/** A real server of its own, seeded, with everything a test of a system needs. */
export interface TrytonStand {
  system: System;
  /** Verified and signed in: account, user and currency are known. */
  connection: Connection;
  /** The network, with nothing between. */
  fetch(request: Request): Promise<Response>;
  io(overrides?: Partial<Io>): Io;
  /** A person who is known there, her company, its newest order and oldest invoice. */
  refs: Record<'person' | 'company' | 'order' | 'invoice' | 'product', RecordRef>;
  seeded: Seeded;
  /** The admin's own line to the server. */
  rpc: Rpc;
  close(): Promise<void>;
}

/** Starts trytond on a free port with a database of its own, and fills it unless that was done today already. */
export async function startTryton(): Promise<TrytonStand> {
  if (found.program === undefined) throw new Error(found.missing);
  const folder = mkdtempSync(join(tmpdir(), 'sidelight-tryton-'));
  const database = join(folder, 'erp.sqlite');
  const filled = filledToday();
  copyFileSync(filled.seeded ? filled.path : emptyDatabase(), database);
  const port = await freePort();
  const server = spawn(found.program, ['-c', writeConfig(folder, port), '-d', 'erp'], { stdio: 'ignore' });
  const close = async () => {
    await stopped(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(port, server);
    const rpc = await signIn(`http://127.0.0.1:${port}/erp/`, 'admin', TRYTON_PASSWORD);
    const seeded = filled.seeded ?? (await seed(rpc));
    if (!filled.seeded) keep(database, filled.path, seeded);
    return { ...(await standAt(port, seeded)), rpc, seeded, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the seed made today from the same code: dates in it count from today. */
function filledToday(): { path: string; seeded?: Seeded } {
  const code = ['seed.ts', 'rpc.ts'].map((name) => readFileSync(new URL(name, import.meta.url), 'utf8')).join('');
  const print = createHash('sha256').update(code).digest('hex').slice(0, 12);
  const path = `${emptyDatabase()}.${new Date().toISOString().slice(0, 10)}.${print}`;
  return existsSync(path) && existsSync(`${path}.json`)
    ? { path, seeded: JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Seeded }
    : { path };
}

/** The server is idle, so the file is whole. Another day's are of no more use. */
function keep(database: string, path: string, seeded: Seeded): void {
  const folder = dirname(path);
  const today = new Date().toISOString().slice(0, 10);
  for (const name of readdirSync(folder))
    if (/\.sqlite\.\d{4}-/.test(name) && !name.includes(today)) rmSync(join(folder, name), { force: true });
  const mine = `${path}.${process.pid}`;
  copyFileSync(database, mine);
  renameSync(mine, path);
  writeFileSync(mine, JSON.stringify(seeded));
  renameSync(mine, `${path}.json`);
}

async function standAt(port: number, seeded: Seeded): Promise<Omit<TrytonStand, 'rpc' | 'seeded' | 'close'>> {
  const [method] = tryton.auth;
  if (!method) throw new RangeError('no way to sign in');
  const typed = { address: `127.0.0.1:${port}`, database: 'erp', user: 'admin', password: TRYTON_PASSWORD };
  const draft: Connection = { id: 'tryton', ...method.toConnection(typed) };
  const wire = (request: Request) => fetch(request);
  const ioOf = (connection: Connection): Io => ({
    connection,
    fetch: wire,
    signal: new AbortController().signal,
    now: Date.now,
    random: () => 0.5,
  });
  const { account, userId, currency } = await tryton.verify(ioOf(draft));
  const credentials = (await tryton.renew?.(ioOf(draft))) ?? draft.credentials;
  const connection: Connection = { ...draft, account, userId, credentials, ...(currency !== undefined && { currency }) };
  const ref = (object: RecordRef['object'], native: string, id: string | number | undefined): RecordRef => ({
    system: 'tryton',
    account,
    object,
    native,
    id: String(id),
  });
  const [ana] = await tryton.find(
    { kind: 'person', emails: ['ana.perez@llantasnorte.mx'], phones: [], names: [], companyNames: [], domains: [], externalIds: [] },
    ioOf(connection),
  );
  return {
    system: tryton,
    connection,
    fetch: wire,
    io: (overrides) => ({ ...ioOf(connection), ...overrides }),
    refs: {
      person: ana?.ref ?? ref('contact', 'party.party', seeded.norte),
      company: ref('company', 'party.party', seeded.norte),
      order: ref('order', 'sale.sale', seeded.orders.at(-1)),
      invoice: ref('invoice', 'account.invoice', seeded.invoices[0]),
      product: ref('product', 'product.product', seeded.product),
    },
  };
}

/** A port nobody listens on at this moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** Resolves when the server answers; it says nothing itself that could be waited for. */
async function answering(port: number, server: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + START_WITHIN_MS;
  const ask = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"id":1,"method":"common.server.version","params":[]}',
  };
  while (Date.now() < giveUpAt) {
    if (server.exitCode !== null) throw new Error(`trytond ended with ${server.exitCode}`);
    const isThere = await fetch(`http://127.0.0.1:${port}/`, ask).then(
      (response) => response.ok,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('trytond did not answer in time');
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once('exit', () => resolve());
    server.kill();
  });
}
