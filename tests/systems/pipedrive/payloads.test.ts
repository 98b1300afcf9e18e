import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../lib/systems/contract.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';

const FOLDER = '../shared/data/pipedrive';
const HERE = existsSync(FOLDER);
if (!HERE) process.stderr.write(`pipedrive payloads: skipped, there is no ${FOLDER}\n`);

const CONNECTION: Connection = { id: 'c', system: 'pipedrive', account: 'acme', credentials: { kind: 'token', token: 't' } };
type Row = Readonly<Record<string, unknown>>;

/** Every record in the recorded and the documented answers, with the type it is of. */
function rows(): { file: string; native: string; row: Row }[] {
  const found: { file: string; native: string; row: Row }[] = [];
  for (const folder of ['recorded-v1', 'openapi-examples/v1', 'openapi-examples/v2']) {
    for (const file of readdirSync(join(FOLDER, folder))) {
      const content = JSON.parse(readFileSync(join(FOLDER, folder, file), 'utf8'));
      const native = typeOf(file);
      if (native === undefined) continue;
      const bodies = Array.isArray(content) ? content.map((each) => each.response?.body) : Object.values(content.responses ?? {});
      for (const body of bodies) {
        const { success, data } = (body ?? {}) as { success?: unknown; data?: unknown };
        if (success !== true) continue;
        for (const row of Array.isArray(data) ? data : [data]) if (isFull(row)) found.push({ file, native, row });
      }
    }
  }
  return found;
}

function typeOf(file: string): string | undefined {
  if (/Fields|^Products|changelog|summary|search|log__/i.test(file)) return undefined;
  if (/deals_products/.test(file)) return 'dealproduct';
  if (/files/.test(file)) return 'file';
  if (/activit(y|ies)/i.test(file) && !/Types/.test(file)) return 'activity';
  if (/flow/.test(file)) return 'flow';
  if (/notes/.test(file)) return 'note';
  if (/mailMessages/.test(file)) return 'mailMessage';
  if (/callLogs/.test(file)) return 'call';
  return (/(person|organization|deal)s/i.exec(file)?.[1] ?? (/leads/.test(file) ? 'lead' : undefined))?.toLowerCase();
}

/** A deleted record answers with its id alone. */
function isFull(row: unknown): row is Row {
  return typeof row === 'object' && row !== null && Object.keys(row).length > 1;
}

const all = HERE ? rows() : [];
const records = all.filter(({ native }) => ['person', 'organization', 'deal', 'lead'].includes(native));
const activities = all.filter(({ native }) => !['person', 'organization', 'deal', 'lead'].includes(native));
const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

describe.skipIf(!HERE)('payloads of the vendor', () => {
  it('all types of record are among them', () => {
    expect(new Set(all.map(({ native }) => native))).toEqual(
      new Set(['person', 'organization', 'deal', 'lead', 'activity', 'flow', 'note', 'mailMessage', 'call', 'dealproduct', 'file']),
    );
  });

  it.each(records)('toRecord loses nothing that is shown of $native in $file', ({ native, row }) => {
    const record = pipedrive.toRecord(native, row, CONNECTION);
    expect(record.ref.id).toBe(String(row.id));
    expect(record.name).toBe(text(row.name ?? row.title));
    expect(record.createdAt).toBeGreaterThan(0);
    const owner = row.owner_id ?? row.user_id;
    const ownerId = typeof owner === 'object' && owner !== null ? (owner as { id: number }).id : owner;
    expect(record.ownerId).toBe(String(ownerId));
    if (record.kind === 'deal') {
      const lead = row.value as { amount?: number } | null;
      const amount = typeof row.value === 'number' ? row.value : (lead?.amount ?? 0);
      expect(record.amount?.amountMinor).toBe(amount * 100);
      if (native === 'deal') expect(record.stageId).toBe(String(row.stage_id));
      expect(record.links).toHaveLength([row.person_id, row.org_id ?? row.organization_id].filter((each) => each != null).length);
    }
    if (record.kind === 'person') for (const each of row.emails as { value: string }[]) expect(record.emails).toContain(each.value);
    for (const [key, value] of Object.entries(row))
      if (/^[0-9a-f]{40}$/.test(key) && value !== null && value !== '') expect(record.custom[key]).toEqual(value);
  });

  it.each(activities)('toActivity loses nothing that is shown of $native in $file', ({ native, row }) => {
    const activity = pipedrive.toActivity(native, row, CONNECTION);
    const inner = (typeof row.data === 'object' && row.data !== null ? row.data : row) as Row;
    expect(activity.ref.id.replace(/^\w+:/, '')).toBe(String(inner.id));
    expect(activity.at).toBeGreaterThan(0);
    if (text(inner.subject) !== '') expect(activity.title).toBe(text(inner.subject));
    const body = text(inner.note) || text(inner.content) || text(inner.snippet);
    if (body !== '') expect(activity.text).toBe(body);
    if (text(inner.due_date) !== '') expect(activity.dueAt).toBeGreaterThan(0);
    if (typeof inner.person_id === 'number') expect(activity.on.map(({ id }) => id)).toContain(String(inner.person_id));
  });
});
