import type { AuditEntry, AuditLine } from '../model/audit.ts';
import { outboxDb } from './databases.ts';
import { hex } from './hex.ts';
import { dataKey } from './keys.ts';
import { existingDataKey } from './known-keys.ts';
import type { AuditHeadRow, AuditPayloadRow, AuditRow } from './rows.ts';
import { open, openIfIntact, plainBytes, seal } from './seal.ts';

/*
 * Append only: each row holds the hash of the one before and the hash of what it tells. What it tells lies apart, encrypted, and may
 * be dropped; the chain holds without it. The head is kept too, so that cutting off the end is noticed. Whoever can run the
 * extension with this profile could write the whole trail anew: it shows accidents and meddling with single entries, not a forger.
 */

const GENESIS: AuditHeadRow = { id: 'head', seq: 0, hash: '' };
/** Rows that are read and checked at a time. */
const BATCH = 500;

/** What is sealed. `salt` makes the hash of a short text impossible to guess. */
interface Payload {
  salt: string;
  entry: AuditEntry;
}

/** One append at a time in this context; the transaction below watches the others. */
let tail: Promise<unknown> = Promise.resolve();

/**
 * Runs `write` and appends `entry` in one transaction: both happen or neither. `write` answers false to have neither; it may run more than
 * once. Answers what `write` answered.
 */
export function writeAudited(entry: AuditEntry, write: () => Promise<boolean>): Promise<boolean> {
  const run = tail.then(() => append(entry, write));
  tail = run.catch(() => undefined);
  return run;
}

async function append(entry: AuditEntry, write: () => Promise<boolean>): Promise<boolean> {
  const id = crypto.randomUUID();
  const payload: Payload = { salt: hex(crypto.getRandomValues(new Uint8Array(16))), entry };
  const [digest, sealed, first] = await Promise.all([
    crypto.subtle.digest('SHA-256', plainBytes(payload)),
    dataKey().then((key) => seal(key, { table: 'auditPayloads', id }, payload)),
    outboxDb.auditHead.get('head'),
  ]);
  const payloadHash = hex(digest);
  const { at, where } = entry;
  for (let head = first ?? GENESIS; ; head = (await outboxDb.auditHead.get('head')) ?? GENESIS) {
    const row = await linked({ seq: head.seq + 1, at, payload: id, payloadHash, prev: head.hash });
    const tables = [outboxDb.deliveries, outboxDb.audit, outboxDb.auditPayloads, outboxDb.auditHead];
    const done = await outboxDb.transaction('rw', tables, async () => {
      const now = (await outboxDb.auditHead.get('head')) ?? GENESIS;
      // Another context was faster.
      if (now.hash !== head.hash) return undefined;
      if (!(await write())) return false;
      await outboxDb.audit.add(row);
      await outboxDb.auditPayloads.add({ id, at, record: where.record, sealed });
      await outboxDb.auditHead.put({ id: 'head', seq: row.seq, hash: row.hash });
      return true;
    });
    if (done !== undefined) return done;
  }
}

async function linked(row: Omit<AuditRow, 'hash'>): Promise<AuditRow> {
  return { ...row, hash: await hashOf(row) };
}

async function hashOf({ seq, at, payload, payloadHash, prev }: Omit<AuditRow, 'hash'>): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify([prev, seq, at, payload, payloadHash]))));
}

/** The newest entries before `beforeSeq`, newest first. */
export async function auditLines(limit: number, beforeSeq = Number.POSITIVE_INFINITY): Promise<AuditLine[]> {
  const [key, rows] = await Promise.all([
    existingDataKey(),
    outboxDb.audit.where('seq').below(Math.min(beforeSeq, Number.MAX_SAFE_INTEGER)).reverse().limit(limit).toArray(),
  ]);
  const payloads = await outboxDb.auditPayloads.bulkGet(rows.map((row) => row.payload));
  return Promise.all(
    rows.map(async ({ seq, at }, index) => {
      const sealed = payloads[index];
      const opened = key && sealed && (await openIfIntact<Payload>(key, { table: 'auditPayloads', id: sealed.id }, sealed.sealed));
      return { seq, at, ...(opened && { entry: opened.entry }) };
    }),
  );
}

/** The whole trail, oldest first, for an export. */
export async function allAuditLines(): Promise<AuditLine[]> {
  return (await auditLines(Number.MAX_SAFE_INTEGER)).reverse();
}

/** What a check of the whole trail found. `brokenAt`: the first entry that was changed or is missing. */
export interface AuditCheck {
  entries: number;
  /** Entries whose content was dropped; the chain holds. */
  dropped: number;
  brokenAt?: number;
}

/** Walks the chain from the first entry to the last. */
export async function checkAudit(): Promise<AuditCheck> {
  const key = await existingDataKey();
  const head = (await outboxDb.auditHead.get('head')) ?? GENESIS;
  let last: Pick<AuditRow, 'seq' | 'hash'> = GENESIS;
  let dropped = 0;
  for (;;) {
    const rows = await outboxDb.audit.where('seq').above(last.seq).limit(BATCH).toArray();
    if (rows.length === 0) break;
    const payloads = await outboxDb.auditPayloads.bulkGet(rows.map((row) => row.payload));
    for (const [index, row] of rows.entries()) {
      const payload = payloads[index];
      if (payload === undefined) dropped += 1;
      const holds =
        row.seq === last.seq + 1 && row.prev === last.hash && row.hash === (await hashOf(row)) && (await tells(key, row, payload));
      if (!holds) return { entries: head.seq, dropped, brokenAt: last.seq + 1 };
      last = row;
    }
  }
  if (last.seq !== head.seq || last.hash !== head.hash) return { entries: head.seq, dropped, brokenAt: last.seq + 1 };
  return { entries: last.seq, dropped };
}

async function tells(key: CryptoKey | undefined, row: AuditRow, payload: AuditPayloadRow | undefined): Promise<boolean> {
  if (payload === undefined) return true;
  if (!key) return false;
  const opened = await open<Payload>(key, { table: 'auditPayloads', id: payload.id }, payload.sealed).catch(() => undefined);
  return opened !== undefined && hex(await crypto.subtle.digest('SHA-256', plainBytes(opened))) === row.payloadHash;
}

/** Drops what entries tell, older than `before` (epoch ms) or about one record; the chain stays. Answers how many. */
export async function dropAuditContent(which: { before: number } | { record: string }): Promise<number> {
  const rows = outboxDb.auditPayloads;
  return 'before' in which ? rows.where('at').below(which.before).delete() : rows.where('record').equals(which.record).delete();
}
