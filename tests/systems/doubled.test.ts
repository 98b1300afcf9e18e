import { describe, expect, it } from 'vitest';
import type { Action } from '../../lib/systems/contract.ts';
import { pipedrive } from '../../lib/systems/pipedrive/index.ts';
import { zoho } from '../../lib/systems/zoho/index.ts';
import { createPipedrive } from '../../sandbox/pipedrive/index.ts';
import { createZoho } from '../../sandbox/zoho/index.ts';
import { doubled, standInOf } from './harness.ts';

const STANDS = [
  { system: pipedrive, stand: () => standInOf(createPipedrive, (request) => request.method) },
  { system: zoho, stand: () => standInOf(createZoho, (request) => request.method) },
];
const ENTRIES = [
  { kind: 'note', text: 'Called the plant twice' },
  { kind: 'task', title: 'Send the offer' },
  { kind: 'call', direction: 'out', durationMs: 120_000, text: 'Wants an offer' },
] as const;

describe.each(STANDS)('$system.name', ({ system, stand }) => {
  it.each(ENTRIES)('confirm finds both copies of a $kind that the wire doubled, and undo takes both back', async (entry) => {
    const box = stand();
    const ana = box.ref('ana-perez');
    const action: Action = { ...entry, on: [ana], at: box.state.now };
    const before = await system.timeline(ana, { limit: 100 }, box.io());
    const receipt = await system.perform(action, 'k', box.io({}, doubled(box.vendor.handle)));
    expect(box.effects).toHaveLength(2);
    const found = await system.confirm(action, 'k', box.io());
    expect(found?.refs).toHaveLength(2);
    expect(new Set(found?.refs.map(({ id }) => id)).size).toBe(2);
    expect(found?.refs).toContainEqual(receipt.refs[0]);
    if (found) await system.undo?.(found, box.io());
    expect(await system.confirm(action, 'k', box.io())).toBeUndefined();
    const after = await system.timeline(ana, { limit: 100 }, box.io());
    expect(after.rows.map(({ ref }) => ref.id)).toEqual(before.rows.map(({ ref }) => ref.id));
  });
});
