import { describe, expect, it } from 'vitest';
import type { Activity, RecordRef } from '../../../lib/systems/contract.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';
import { keys, setUp } from './stage.ts';

describe('salesforce find', () => {
  it('asks once for e-mail and name, and searches only for phones', async () => {
    const { io, requests } = setUp();
    const found = await salesforce.find(keys({ emails: ['JAMES.ONEIL@oneilhaulage.com'], names: ["James O'Neil"] }), io);
    expect(found.map(({ name }) => name)).toContain("James O'Neil");
    expect(requests.map(({ url }) => url.pathname.split('/').at(-1))).toEqual(['composite']);
    requests.length = 0;
    await salesforce.find(keys({ phones: ['12345678901'] }), io);
    expect(requests.map(({ url }) => url.pathname.split('/').at(-1))).toEqual(['search']);
  });

  it('asks nothing when there is nothing to ask with', async () => {
    const { io, requests } = setUp();
    expect(await salesforce.find(keys({ emails: ['', ' '], phones: ['12'], names: ['x'] }), io)).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('finds a company by site, by name and by the addresses of its people', async () => {
    const { io, person } = setUp();
    const { links } = await salesforce.read(person('james-oneil'), io);
    const company = links[0]?.ref;
    for (const given of [{ domains: ['oneilhaulage.com'] }, { companyNames: ["o'neil & sons haulage, inc."] }])
      expect((await salesforce.find(keys({ kind: 'company', ...given }), io)).map(({ ref }) => ref)).toContainEqual(company);
    expect(await salesforce.find(keys({ kind: 'company', domains: ['%'] }), io)).toEqual([]);
  });

  it('misses a fresh record by phone, but not by e-mail, when the index lags', async () => {
    const { io, pass } = setUp({ searchLagMs: 60_000 });
    const create = { LastName: 'Fresh', Email: 'fresh@new.example', Phone: '+34 911 222 333' };
    const token = io.connection.credentials.kind === 'token' ? io.connection.credentials.token : '';
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = `${io.connection.baseUrl}/services/data/v67.0/sobjects/Contact`;
    expect((await io.fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(create) }))).status).toBe(201);
    expect(await salesforce.find(keys({ emails: ['fresh@new.example'] }), io)).toHaveLength(1);
    expect(await salesforce.find(keys({ phones: ['911222333'] }), io)).toHaveLength(0);
    pass(61_000);
    expect(await salesforce.find(keys({ phones: ['911222333'] }), io)).toHaveLength(1);
  });
});

describe('salesforce read and related', () => {
  it('gives a deal with company and primary contact, and people in that order', async () => {
    const { io, cast, person } = setUp();
    const told =
      cast.deals.find((deal) => deal.system === 'salesforce' && deal.personKeys.length > 1) ?? expect.fail('the cast has changed');
    const first = told.personKeys[0] ?? expect.fail('nobody');
    const contact = person(first);
    const deals = (await salesforce.related(contact, io)).filter(({ kind }) => kind === 'deal');
    const ref = deals.find(({ name }) => name === told.title)?.ref ?? expect.fail('deal not found');
    const deal = await salesforce.read(ref, io);
    expect(deal.links.map(({ role }) => role)).toEqual(['company', 'primary-contact', ...told.personKeys.slice(1).map(() => 'contact')]);
    expect(deal.links[1]?.ref).toEqual(contact);
    const people = (await salesforce.related(ref, io)).filter(({ kind }) => kind === 'person');
    expect(people[0]?.ref).toEqual(contact);
    expect(people).toHaveLength(told.personKeys.length);
  });

  it('reads on when a parent is hidden, and says so when the record is', async () => {
    const hidden = (part: string) => async (request: Request, answer: Response) => {
      if (!request.url.endsWith('/composite')) return answer;
      const body = await answer.json();
      for (const each of body.compositeResponse)
        if (each.referenceId === part) Object.assign(each, { httpStatusCode: 400, body: [{ errorCode: 'INVALID_TYPE', message: '' }] });
      return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
    };
    const { io, person } = setUp();
    const over = (part: string) => ({ ...io, fetch: async (request: Request) => hidden(part)(request, await io.fetch(request.clone())) });
    expect(await salesforce.read(person('james-oneil'), over('parent'))).toMatchObject({ name: "James O'Neil" });
    await expect(salesforce.read(person('james-oneil'), over('row'))).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it.each(['Campaign', 'User', 'Foo__c'])('refuses a %s', async (native) => {
    const { io } = setUp();
    const ref: RecordRef = { system: 'salesforce', account: 'northwind-demo', object: 'custom', native, id: '500Nw0000000001IAA' };
    await expect(salesforce.read(ref, io)).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
    await expect(salesforce.read({ ...ref, native: 'Contact', id: "x' OR Id != '" }, io)).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('salesforce timeline', () => {
  it('neither skips nor repeats when rows are added between two pages', async () => {
    const { io, person, pass } = setUp();
    const ref = person('james-oneil');
    const read = async (limit: number, write: boolean) => {
      const rows: Activity[] = [];
      let next: string | undefined;
      do {
        const page = await salesforce.timeline(ref, { limit, ...(next && { next }) }, io);
        rows.push(...page.rows);
        next = page.next;
        pass(1000);
        if (write) await salesforce.perform({ kind: 'task', title: 'Meanwhile', on: [ref], at: io.now() }, `k${rows.length}`, io);
      } while (next);
      return rows.map(({ ref: { id } }) => id);
    };
    const quiet = await read(100, false);
    expect(await read(7, true)).toEqual(quiet);
    expect(quiet.length).toBeGreaterThan(250);
  });

  it('keeps rows made in the same moment apart', async () => {
    const { io, person } = setUp();
    const ref = person('james-oneil');
    const made = new Set<string>();
    for (let n = 0; n < 7; n++) {
      const { refs } = await salesforce.perform(
        { kind: n % 2 ? 'note' : 'task', title: `t${n}`, text: `n${n}`, on: [ref], at: io.now() },
        `k${n}`,
        io,
      );
      made.add(refs[0]?.id ?? '');
    }
    const seen: string[] = [];
    let next: string | undefined;
    for (let page = 0; page < 6; page++) {
      const answer = await salesforce.timeline(ref, { limit: 2, ...(next && { next }) }, io);
      seen.push(...answer.rows.map((row) => row.ref.id));
      next = answer.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => made.has(id))).toHaveLength(7);
  });

  it('knows calls, e-mails with their direction, meetings, notes and tasks', async () => {
    const { io, person, cast } = setUp();
    const told = cast.activities.filter(({ system, personKey }) => system === 'salesforce' && personKey === 'james-oneil');
    const { rows } = await salesforce.timeline(person('james-oneil'), { limit: 100 }, io);
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['call', 'email', 'meeting', 'note', 'task']));
    const mails = told.filter(({ kind }) => kind === 'email');
    for (const row of rows.filter(({ kind }) => kind === 'email')) {
      const same = mails.filter(({ at }) => at === row.at);
      expect(same.map(({ direction }) => direction ?? 'out')).toContain(row.direction);
    }
  });

  it.each([
    'x',
    btoa('{}!'),
    btoa('{"Task":{"at":"now","id":"1"}}'),
    btoa(`{"Task":{"at":"2026-01-01T00:00:00.000Z","id":"' OR Id != '"}}`),
  ])('refuses the cursor %j', async (next) => {
    const { io, person } = setUp();
    await expect(salesforce.timeline(person('james-oneil'), { limit: 5, next }, io)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'bad-cursor',
    });
  });
});

describe('salesforce dictionaries', () => {
  it('describes the fields of a contact, custom ones marked', async () => {
    const { io } = setUp();
    const fields = await salesforce.fields('contact', io);
    expect(fields.find(({ key }) => key === 'Page_Views__c')).toMatchObject({ custom: true, readOnly: false, label: 'Page Views' });
    expect(fields.find(({ key }) => key === 'CreatedDate')).toMatchObject({ readOnly: true });
    await expect(salesforce.fields('customer', io)).rejects.toMatchObject({ code: 'unsupported' });
  });
});
