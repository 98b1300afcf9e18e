import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Activity } from '../../../lib/systems/contract.ts';
import { aConnection, standIn } from './stand-in.ts';

const connection = aConnection();
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const json = (path: string | URL) => JSON.parse(readFileSync(path, 'utf8'));

describe('fixtures', () => {
  const here = new URL('.', import.meta.url);
  it.each(readdirSync(here).filter((name) => name.endsWith('.fixture.json')))('read shows %s as written by hand', async (name) => {
    const { native, request, status, headers, response, expected } = json(new URL(name, here));
    const asked: string[] = [];
    const io = standIn().answering((sent) => {
      const url = new URL(sent.url);
      asked.push(`${sent.method} ${url.pathname}${decodeURIComponent(url.search)}`);
      return new Response(JSON.stringify(response), { status, headers });
    }, connection);
    const ref = amocrm.toRecord(native, response, connection).ref;
    expect(await amocrm.read(ref, io)).toMatchObject(expected);
    expect(asked).toEqual([`${request.method} ${request.path}`]);
  });
});

describe('toRecord', () => {
  it.each([
    [142, 'won'],
    [143, 'lost'],
    [5233224, 'open'],
  ])('toRecord reads stage %i as %s in any pipeline', (status_id, status) => {
    expect(amocrm.toRecord('leads', { id: 1, name: 'x', status_id, pipeline_id: 4 }, connection)).toMatchObject({
      status,
      pipelineId: '4',
    });
  });

  it.each([
    ['JPY', 12, 12],
    ['KWD', 12.345, 12_345],
    ['EUR', 0.1, 10],
  ])('toRecord gives a price in minor units of %s', (currency, price, amountMinor) => {
    expect(amocrm.toRecord('leads', { id: 1, price }, aConnection({ currency }))).toMatchObject({ amount: { amountMinor, currency } });
  });

  it('toRecord shows a customer as an open deal worth its next purchase', () => {
    const raw = { id: 8, name: 'Постоянный', next_price: 100, next_date: 1_700_000_000, status_id: 3, ltv: 900, purchases_count: 2 };
    expect(amocrm.toRecord('customers', raw, connection)).toMatchObject({
      ref: { object: 'customer', native: 'customers' },
      kind: 'deal',
      status: 'open',
      amount: { amountMinor: 10_000 },
      closeAt: 1_700_000_000_000,
      custom: { ltv: 900 },
    });
  });

  it('toRecord follows the field map of the connection', () => {
    const raw = {
      id: 1,
      custom_fields_values: [
        { field_id: 55, field_code: null, values: [{ value: 'Логистика' }] },
        { field_id: 56, values: [{ value: '1 200' }] },
      ],
    };
    const mapped = aConnection({ fieldMap: { companies: { industry: '55', employees: '56' } } });
    expect(amocrm.toRecord('companies', raw, mapped)).toMatchObject({ industry: 'Логистика', employees: 1200 });
  });

  it('toRecord reads a tax number out of a legal entity', () => {
    const raw = {
      id: 1,
      custom_fields_values: [{ field_id: 5, field_type: 'legal_entity', values: [{ value: { name: 'ООО', vat_id: '7700000000' } }] }],
    };
    expect(amocrm.toRecord('companies', raw, connection)).toMatchObject({ taxId: '7700000000' });
  });

  it('toRecord keeps a field called __proto__ as a field', () => {
    const raw = { id: 1, custom_fields_values: [{ field_code: '__proto__', values: [{ value: 'x' }] }] };
    const { custom } = amocrm.toRecord('contacts', raw, connection);
    expect(Object.getPrototypeOf(custom)).toBe(Object.prototype);
    expect(Object.entries(custom)).toEqual([['__proto__', 'x']]);
  });

  it(`toRecord and toActivity answer for any JSON (seed ${SEED})`, () => {
    const native = fc.constantFrom('contacts', 'companies', 'leads', 'customers', 'notes', 'leads/notes', 'tasks', 'events', 'x');
    fc.assert(
      fc.property(native, fc.jsonValue(), fc.jsonValue(), (type, value, values) => {
        for (const raw of [
          value,
          { id: value, name: value, price: value, created_at: value, params: value, custom_fields_values: values, _embedded: value },
        ]) {
          expect(amocrm.toRecord(type, raw, connection).ref.system).toBe('amocrm');
          expect(Number.isFinite(amocrm.toActivity(type, raw, connection).at)).toBe(true);
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('toActivity', () => {
  const note = (note_type: string, params: unknown, more = {}) =>
    amocrm.toActivity(
      'leads/notes',
      { id: 1, entity_id: 2, created_by: 3, created_at: 1_700_000_000, updated_at: 1_700_000_009, note_type, params, ...more },
      connection,
    );
  const cases: [string, unknown, Partial<Activity>][] = [
    ['common', { text: 'Текст' }, { kind: 'note', text: 'Текст', ownerId: '3', at: 1_700_000_000_000 }],
    [
      'call_in',
      { duration: 60, phone: '+7 999', call_responsible: 'Василий', source: 'АТС', call_status: 4 },
      { kind: 'call', direction: 'in', durationMs: 60_000, title: '+7 999', outcome: 'reached', text: 'Василий\nАТС' },
    ],
    [
      'call_out',
      { duration: '0', call_responsible: 504, call_status: 6, link: 'https://r.example/1' },
      { kind: 'call', direction: 'out', durationMs: 0, outcome: 'no-answer', ownerId: '504', text: 'https://r.example/1' },
    ],
    ['sms_in', { text: 'Да', phone: '123' }, { kind: 'message', direction: 'in', text: 'Да', title: '123' }],
    ['sms_out', { text: 'Нет' }, { kind: 'message', direction: 'out' }],
    [
      'amomail_message',
      { income: true, subject: 'Счёт', content_summary: 'Прошу' },
      { kind: 'email', direction: 'in', title: 'Счёт', text: 'Прошу' },
    ],
    ['amomail_message', { income: false }, { kind: 'email', direction: 'out' }],
    ['attachment', { original_name: 'a.pdf', text: 'a.pdf' }, { kind: 'other', title: 'a.pdf' }],
    ['extended_service_message', { service: 'Бот', text: 'готово' }, { kind: 'other', title: 'Бот', text: 'готово' }],
    ['geolocation', { address: 'Тверская', text: 'офис' }, { kind: 'other', title: 'Тверская' }],
    ['brand_new_type', { words: 'что-то', n: 1 }, { kind: 'other', title: 'brand_new_type', text: 'что-то' }],
  ];
  it.each(cases)('toActivity reads note type %s with %j', (type, params, expected) => {
    expect(note(type, params)).toMatchObject({ ...expected, on: [{ object: 'deal', native: 'leads', id: '2' }] });
  });

  it('toActivity takes the record of a note from its link when the list does not say', () => {
    const raw = {
      id: 1,
      entity_id: 2,
      note_type: 'common',
      params: {},
      _links: { self: { href: 'https://a.kommo.com/api/v4/contacts/2/notes/1' } },
    };
    expect(amocrm.toActivity('notes', raw, connection).on).toMatchObject([{ object: 'contact', id: '2' }]);
  });

  it('toActivity prefers the time of the server when a note is dated ahead of it', () => {
    expect(note('common', {}, { created_at: 1_700_000_100 }).at).toBe(1_700_000_009_000);
  });

  it('toActivity splits a task into title and text', () => {
    const raw = {
      id: 1,
      text: 'Позвонить\nпо счёту',
      complete_till: 1_700_000_000,
      created_at: 1_600_000_000,
      is_completed: true,
      result: { text: 'ок' },
      entity_id: 5,
      entity_type: 'contacts',
      responsible_user_id: 9,
    };
    expect(amocrm.toActivity('tasks', raw, connection)).toMatchObject({
      kind: 'task',
      title: 'Позвонить',
      text: 'по счёту',
      done: true,
      dueAt: 1_700_000_000_000,
      outcome: 'ок',
      ownerId: '9',
      on: [{ object: 'contact', id: '5' }],
    });
  });

  it('toActivity reads a finished meeting task as a meeting', () => {
    expect(amocrm.toActivity('tasks', { id: 1, task_type_id: 2, is_completed: true, text: 'Встреча' }, connection).kind).toBe('meeting');
    expect(amocrm.toActivity('tasks', { id: 1, task_type_id: 2, is_completed: false }, connection).kind).toBe('task');
  });

  it('toActivity tells a robot from a colleague', () => {
    expect(note('common', { text: 'x' }, { created_by: 0, responsible_user_id: 0 })).not.toHaveProperty('ownerId');
  });
});

const shared = new URL('../../../../shared/data/amocrm/', import.meta.url);
describe.skipIf(!existsSync(shared))('payloads recorded elsewhere (skipped without ../shared)', () => {
  const payload = (path: string) => json(new URL(path, shared));

  it('toRecord loses nothing of a lead with everything', () => {
    expect(amocrm.toRecord('leads', payload('docs/lead_detail_all_with.json'), connection)).toMatchObject({
      name: 'Example',
      status: 'lost',
      amount: { amountMinor: 1200 },
      stageId: '143',
      pipelineId: '3104455',
      ownerId: '504141',
      closeAt: 1_590_683_337_000,
      custom: { tags: ['тест'], loss_reason: 'Пропала потребность' },
      links: [
        { role: 'primary-contact', ref: { id: '10971465' } },
        { role: 'company', ref: { id: '10971463' } },
      ],
    });
  });

  it('toRecord keeps advertising fields under their codes', () => {
    expect(amocrm.toRecord('leads', payload('docs/utm_values_on_lead.json'), connection).custom).toEqual({
      UTM_SOURCE: 'yandex',
      UTM_MEDIUM: 'cpc',
      UTM_TERM: 'купить насос',
      YCLID: '1234567890123456789',
    });
  });

  it('toRecord reads phones of old and new answers', () => {
    expect(amocrm.toRecord('contacts', payload('krukov/contact_detail_with_leads_companies.json'), connection)).toMatchObject({
      phones: ['+79123'],
      firstName: 'Иван',
    });
    expect(amocrm.toRecord('companies', payload('krukov/company_detail.json'), connection)).toMatchObject({
      phones: ['123213'],
      name: 'АО Копыта и рыла',
    });
    expect(amocrm.toRecord('contacts', payload('planfact/Contact_unknown_fields.json'), connection)).toMatchObject({
      phones: ['+79001112233'],
    });
    expect(amocrm.toRecord('customers', payload('planfact/Customer_unknown_fields.json'), connection)).toMatchObject({
      amount: { amountMinor: 1_000_000 },
    });
    for (const row of payload('krukov/contacts_list_page1_next_link.json')._embedded.contacts)
      expect(amocrm.toRecord('contacts', row, connection)).toMatchObject({ emails: [], phones: [], name: row.name });
  });

  it('toActivity reads every documented note and event', () => {
    const notes = payload('docs/lead_notes_list.json')._embedded.notes.map((row: unknown) => amocrm.toActivity('notes', row, connection));
    expect(notes).toMatchObject([
      { kind: 'note', text: 'Текст примечания' },
      { kind: 'other', title: 'Снимок экрана.jpg' },
      { kind: 'call', direction: 'in', durationMs: 60_000, title: '+79999999999' },
      { kind: 'call', direction: 'out', durationMs: 0, ownerId: '504141' },
    ]);
    expect(notes.every((row: Activity) => row.on[0]?.id === '26050861' && row.on[0].object === 'deal')).toBe(true);
    const events = payload('docs/events_list.json')._embedded.events.map((row: unknown) => amocrm.toActivity('events', row, connection));
    expect(events).toMatchObject([
      { title: 'lead_added' },
      { title: 'lead_status_changed', outcome: '437642/142' },
      { kind: 'call', direction: 'in' },
    ]);
    expect(amocrm.toActivity('tasks', payload('planfact/Task_unknown_fields.json'), connection)).toMatchObject({
      title: 'Позвонить клиенту',
      outcome: 'Дозвонился',
    });
    expect(amocrm.toActivity('notes', payload('planfact/Note_unknown_fields.json'), connection)).toMatchObject({
      kind: 'call',
      direction: 'out',
      durationMs: 120_000,
    });
  });
});
