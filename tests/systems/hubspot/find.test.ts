import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdentityKeys } from '../../../lib/systems/contract.ts';
import { hubspot } from '../../../lib/systems/hubspot/index.ts';
import { makeCast } from '../../../sandbox/cast.ts';
import { keys, standIn } from './stand-in.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers });

describe('find', () => {
  it('find returns nobody but those who share a key when asked with anything', async () => {
    const box = standIn();
    const cast = makeCast();
    const people = cast.people.flatMap((person) => person.copies.filter((copy) => copy.system === 'hubspot'));
    const word = fc.constantFrom('*', '"', '@', 'a', 'Ana', 'López', '%', '1234567', '+', 'пе', 'gmail.com', '\u202e', '😀');
    const loose = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.array(word, { maxLength: 4 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          emails: fc.array(loose, { maxLength: 3 }),
          phones: fc.array(loose, { maxLength: 3 }),
          names: fc.array(loose, { maxLength: 2 }),
        }),
        async (some) => {
          for (const record of await hubspot.find(keys('person', some), box.io())) {
            if (record.kind !== 'person') throw new TypeError(record.kind);
            const has = (list: string[], same: (a: string, b: string) => boolean) => (asked: string) =>
              list.some((each) => same(each, asked));
            const byEmail = some.emails.some(has(record.emails, (a, b) => a.toLowerCase() === b.trim().toLowerCase()));
            const byPhone = some.phones.some(has(record.phones, (a, b) => b.replace(/\D/g, '').length >= 7 && tail(a, 7) === tail(b, 7)));
            const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
            const byName = some.names.some((name) =>
              plain(name)
                .split(/[^\p{L}\p{N}]+/u)
                .some((token) => token !== '' && plain(record.name).includes(token)),
            );
            expect({ found: record.name, asked: some, shares: byEmail || byPhone || byName }).toMatchObject({ shares: true });
          }
        },
      ),
      { seed: SEED, numRuns: 60 },
    );
    expect(people.length).toBeGreaterThan(50);
  });

  it('find stays within the limits of search when there are many and long keys', async () => {
    const box = standIn();
    const many = (make: (n: number) => string) => Array.from({ length: 40 }, (_, n) => make(n));
    const some = {
      emails: many((n) => `${'x'.repeat(n * 9)}${n}@example.com`),
      phones: many((n) => `+49 30 12345${n}00`),
      names: ['y'.repeat(10_000), 'Ana Pérez'],
      domains: many((n) => `${'d'.repeat(n)}.example`),
      companyNames: ['z'.repeat(10_000)],
    };
    await hubspot.find(keys('person', some), box.io());
    await hubspot.find(keys('company', some), box.io());
    expect(box.requests.length).toBeLessThanOrEqual(6);
    for (const body of box.bodies) expect(JSON.stringify(body).length).toBeLessThanOrEqual(3_000);
  });

  it('find asks nothing when there is nothing to ask with', async () => {
    const box = standIn();
    expect(await hubspot.find(keys('person', { emails: ['*'], phones: ['12'], names: ['?'] }), box.io())).toEqual([]);
    expect(box.requests).toEqual([]);
  });

  it('find returns those who bear an external id, and goes by the rest when the account has no such property', async () => {
    const box = standIn();
    const found = async (externalIds: IdentityKeys['externalIds'], emails: string[] = []) =>
      (await hubspot.find(keys('person', { externalIds, emails }), box.io())).map((record) => record.ref.id);
    const id = box.person('ana-perez').id;
    expect(await found([{ name: 'hs_object_id', value: ` ${id} ` }])).toEqual([id]);
    expect(await found([{ name: 'hs_object_id', value: '7' }])).toEqual([]);
    expect(await found([{ name: 'erp_number', value: 'K-7' }], ['ana.perez@llantasnorte.mx'])).toEqual([id]);
    box.requests.length = 0;
    expect(
      await found([
        { name: 'a b', value: '1' },
        { name: 'erp_number', value: ' ' },
      ]),
    ).toEqual([]);
    expect(box.requests).toEqual([]);
  });

  it('find returns a contact by a secondary e-mail', async () => {
    const answer = { id: '5', properties: { email: 'new@acme.com', hs_additional_emails: 'x@y.example;old@acme.com' } };
    const io = standIn().answering(() => json({ total: 2, results: [answer, { id: '6', properties: { email: 'gold@acme.com' } }] }));
    const found = await hubspot.find(keys('person', { emails: ['OLD@acme.com'] }), io);
    expect(found.map((record) => record.ref.id)).toEqual(['5']);
  });
});

function tail(phone: string, length: number): string {
  return phone.replace(/\D/g, '').slice(-length);
}
