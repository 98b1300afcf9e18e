import { describe, expect, it } from 'vitest';
import type { IdentityKeys, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { CAST_AS_OF } from '../../../sandbox/cast.ts';
import { aSandbox } from './harness.ts';

const KEYS: IdentityKeys = { kind: 'person', emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [] };

describe('find', () => {
  it('find asks contacts and leads once each when it has several keys', async () => {
    const { io, requests, ref } = aSandbox();
    const keys = { ...KEYS, emails: ['ANA.PEREZ@llantasnorte.mx', 'x@y.example'], phones: ['+52 81 1234 5678'], names: ['Ana Pérez'] };
    expect((await zoho.find(keys, io())).map((each) => each.ref)).toEqual([ref('ana-perez')]);
    expect(requests.map(({ line }) => line.split('?')[0])).toEqual(['GET /crm/v8/Contacts/search', 'GET /crm/v8/Leads/search']);
    const criteria = requests[0]?.line ?? '';
    expect(criteria).toContain('(Email:in:ana.perez@llantasnorte.mx,x@y.example)');
    expect(criteria).toContain('(First_Name:in:Ana,Ana Pérez,Pérez)');
    expect(criteria.match(/:(equals|in|starts_with):/g)?.length).toBeLessThanOrEqual(15);
  });

  it('find asks key by key when the vendor refuses a field the customer has taken out', async () => {
    const { vendor, io, requests, ref } = aSandbox();
    const without: Io = {
      ...io(),
      fetch: (request) =>
        request.url.includes('Secondary_Email')
          ? Promise.resolve(Response.json({ code: 'INVALID_QUERY', status: 'error', message: '', details: {} }, { status: 400 }))
          : io().fetch(request),
    };
    const found = await zoho.find({ ...KEYS, emails: ['ana.perez@llantasnorte.mx'] }, without);
    expect(found.map((each) => each.ref)).toEqual([ref('ana-perez')]);
    expect(requests.map(({ line }) => line)).toContain('GET /crm/v8/Contacts/search?email=ana.perez@llantasnorte.mx');
    expect(vendor.system).toBe('zoho');
  });

  it('find keeps the criteria below what the vendor takes when there are many keys', async () => {
    const { io, requests } = aSandbox();
    const many = (make: (index: number) => string) => Array.from({ length: 30 }, (_, index) => make(index));
    const emails = many((index) => `somebody.with.a.long.name.${index}@a.very.long.domain.example`);
    const phones = many((index) => `+52 81 1234 56${String(index).padStart(2, '0')}`);
    const names = many((index) => `Maria del Carmen ${index} Fernandez`);
    expect(await zoho.find({ ...KEYS, emails, phones, names }, io())).toEqual([]);
    for (const { line } of requests) expect((/criteria=(.*)$/.exec(line)?.[1] ?? '').length, line).toBeLessThanOrEqual(3000);
  });

  it('find asks by parts of a number when the number is stored in a way nobody would guess', async () => {
    const { io, ref } = aSandbox();
    const on = [ref('zoe-rocket')];
    await zoho.perform({ kind: 'field', field: 'Phone', value: '+1-775/555.0177 ext', on, at: CAST_AS_OF }, 'k', io());
    expect((await zoho.find({ ...KEYS, phones: ['+1 775 555 0177'] }, io())).map((each) => each.ref.id)).toContain(ref('zoe-rocket').id);
  });

  it('find escapes what separates criteria', async () => {
    const { io, requests } = aSandbox();
    expect(await zoho.find({ ...KEYS, kind: 'company', companyNames: ['A, (B) \\ C'] }, io())).toEqual([]);
    expect(requests[0]?.line).toContain('A\\, \\(B\\) \\\\ C');
  });
});

describe('read and related', () => {
  it('related of a contact takes two round trips and finds the case', async () => {
    const { io, requests, vendor } = aSandbox();
    const people = [...vendor.people().values()].flat().filter((each) => each.object === 'contact');
    for (const person of people) {
      requests.length = 0;
      const around = await zoho.related(person, io());
      expect(requests.length).toBeLessThanOrEqual(5);
      const ticket = around.find((each) => each.kind === 'ticket');
      if (!ticket) continue;
      expect(await zoho.read(ticket.ref, io())).toMatchObject({ kind: 'ticket', name: 'Delivery note is missing', status: 'Escalated' });
      expect((await zoho.related(ticket.ref, io())).map((each) => each.ref.id)).toContain(person.id);
      return;
    }
    throw new RangeError('nobody has a case');
  });

  it.each([
    ['another account', { account: 'org8' }, 'other-account'],
    ['no id', { id: 'abc' }, 'bad-id'],
    ['another system', { system: 'hubspot' }, 'unsupported'],
    ['an activity', { object: 'activity' }, 'unsupported'],
  ])('read, related and timeline ask nobody when the ref is of %s', async (_name, change, code) => {
    const { io, requests, ref } = aSandbox();
    const wrong = { ...ref('ana-perez'), ...change } as RecordRef;
    for (const run of [() => zoho.read(wrong, io()), () => zoho.related(wrong, io()), () => zoho.timeline(wrong, { limit: 10 }, io())])
      await expect(run()).rejects.toMatchObject({ kind: 'invalid', code });
    expect(requests).toEqual([]);
  });

  it('timeline reads the five sources side by side, each from where it was left', async () => {
    const { io, requests, ref } = aSandbox();
    const first = await zoho.timeline(ref('ana-perez'), { limit: 20 }, io());
    expect(requests.map(({ line }) => line.split('?')[0]).sort()).toEqual([
      `GET /crm/v8/Contacts/${ref('ana-perez').id}/Emails`,
      `GET /crm/v8/Contacts/${ref('ana-perez').id}/Notes`,
      'POST /crm/v8/coql',
      'POST /crm/v8/coql',
      'POST /crm/v8/coql',
    ]);
    expect(new Set(first.rows.map(({ kind }) => kind))).toEqual(new Set(['note', 'task', 'call', 'meeting', 'email']));
    requests.length = 0;
    await zoho.timeline(ref('ana-perez'), { limit: 20, next: first.next ?? '' }, io());
    const queries = requests
      .map(({ body }) => (body as { select_query?: string } | undefined)?.select_query)
      .filter((each) => each !== undefined);
    expect(queries.every((each) => /where Who_Id = '\d{19}' order by \w+ desc limit 20 offset [1-9]\d*$/.test(each))).toBe(true);
  });
});
