import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newKey } from './new-key.ts';
import { open, type Place, seal } from './seal.ts';
import { unwrapped, wrappingKey } from './wrap.ts';

const runs = { numRuns: 200, ...(process.env.SEED !== undefined && { seed: Number(process.env.SEED) }) };
const place: fc.Arbitrary<Place> = fc.record({ table: fc.constantFrom('parts', 'actions', 'drafts'), id: fc.string({ maxLength: 20 }) });
const key = await newKey('seal', false);

describe('a sealed value', () => {
  it('comes back as it was, from its own place and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), place, place, async (value, here, there) => {
        const sealed = await seal(key, here, value);
        expect(await open(key, here, sealed)).toEqual(JSON.parse(JSON.stringify(value)));
        if (here.table === there.table && here.id === there.id) return;
        await expect(open(key, there, sealed)).rejects.toMatchObject({ kind: 'tampered' });
      }),
      runs,
    );
  });

  it('opens no more when any bit of it changed, or it was cut short', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), place, fc.nat(), async (value, here, at) => {
        const sealed = await seal(key, here, value);
        const bit = at % (sealed.length * 8);
        const changed = sealed.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await expect(open(key, here, changed)).rejects.toMatchObject({ kind: 'tampered' });
        await expect(open(key, here, sealed.slice(0, at % sealed.length))).rejects.toMatchObject({ kind: 'tampered' });
      }),
      runs,
    );
  });

  it('shows nothing of what was sealed in its bytes', async () => {
    const text = 'Кварцевый Альбатрос';
    const sealed = Buffer.from(await seal(key, { table: 't', id: '1' }, { text }));
    for (const encoding of ['utf8', 'utf16le'] as const) expect(sealed.includes(Buffer.from(text, encoding))).toBe(false);
  });

  it('is opened by no other key, a wrapping one least of all', async () => {
    const sealed = await seal(key, { table: 't', id: '1' }, 'x');
    await expect(open(await newKey('seal', false), { table: 't', id: '1' }, sealed)).rejects.toMatchObject({ kind: 'tampered' });
    await expect(unwrapped(sealed, await wrappingKey('00'.repeat(32)), '1', 'seal')).rejects.toThrow();
  });
});
