import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dictionary, Dossier, LinkedRecord } from '../../lib/model/dossier.ts';
import type { SystemRecord } from '../../lib/model/records.ts';
import {
  act,
  company,
  DAY,
  deal,
  dictionaryOf,
  dossierOf,
  HOUR,
  MINUTE,
  other,
  part,
  person,
  sampleRef as ref,
  sampleConnection,
} from './rows.ts';

/** Made-up systems and customers, as of `now`. */
export interface Sample {
  connections: ConnectionInfo[];
  dictionaries: ReadonlyMap<string, Dictionary>;
  customers: Dossier[];
}

/** Systems the sample plays. The one that keeps invoices reads only. */
function sampleConnections(): ConnectionInfo[] {
  return [
    sampleConnection('hubspot', 'HubSpot', 'Hs', { tag: 'iris', createdAt: 1 }),
    sampleConnection('salesforce', 'Salesforce', 'Sf', { tag: 'teal', createdAt: 2 }),
    sampleConnection('pipedrive', 'Pipedrive', 'Pd', { tag: 'amber', createdAt: 3 }),
    sampleConnection('tryton', 'Tryton', 'Tr', {
      tag: 'rose',
      createdAt: 4,
      can: ['find', 'related', 'read:contact', 'read:company', 'read:invoice', 'read:order', 'read:ticket', 'write:note'],
    }),
  ];
}

const anchor = (record: SystemRecord): LinkedRecord => ({ record, link: 'anchor' });
const related = (record: SystemRecord): LinkedRecord => ({ record, link: 'related' });
const same = (record: SystemRecord, code = 'email.same', value?: string): LinkedRecord => ({
  record,
  link: 'same',
  probability: 0.99,
  reasons: [{ code, weight: 4, ...(value !== undefined && { values: { value } }) }],
});

/** A buyer in four systems: two of them disagree on her phone, an invoice is late, a deal is open. */
function ana(now: number): Dossier {
  const mxn = (amount: number) => ({ amountMinor: amount * 100, currency: 'MXN' });
  const llantas = {
    name: 'Llantas Norte',
    domains: ['llantasnorte.example'],
    phones: [],
    emails: [],
    industry: 'Automotive wholesale',
    employees: 240,
    revenue: mxn(310_000_000),
    country: 'MX',
  };
  const base = {
    firstName: 'Ana',
    lastName: 'Pérez',
    name: 'Ana Pérez',
    emails: ['ana@llantasnorte.example'],
    country: 'MX',
    ownerId: '1',
  };
  const anaRef = ref('hubspot', 'contact', 'ana');
  return dossierOf('person', anaRef, now, [
    part(
      'hubspot',
      now,
      [
        anchor(
          person(anaRef, {
            ...base,
            phones: ['+52 81 1234 5678'],
            title: 'Head of Purchasing',
            companyName: 'Llantas Norte',
            city: 'Monterrey',
            changedAt: now - 2 * DAY,
            createdAt: now - 400 * DAY,
            custom: { hs_analytics_num_visits: '14', hs_email_open: '9', num_conversion_events: '3' },
          }),
        ),
        related(company(ref('hubspot', 'company', 'llantas'), { ...llantas, changedAt: now - 9 * DAY })),
        related(
          deal(ref('hubspot', 'deal', 'fleet'), {
            name: 'Fleet tyres Q1',
            amount: mxn(420_000),
            pipelineId: 'p',
            stageId: 's3',
            stageName: 'Proposal',
            status: 'open',
            closeAt: now + 21 * DAY,
            ownerId: '1',
            createdAt: now - 40 * DAY,
          }),
        ),
      ],
      [
        act('hubspot', 'email', now - 4 * DAY, {
          title: 'Your offer for 16 truck tyres',
          direction: 'out',
          text: 'Here is the offer we spoke about.',
        }),
        act('hubspot', 'call', now - 6 * DAY, {
          title: 'Call about the offer',
          direction: 'out',
          durationMs: 6 * MINUTE,
          outcome: 'reached',
          text: 'Asked for net 45.\nWants delivery in two lots.',
        }),
        act('hubspot', 'task', now - HOUR, { title: 'Call Ana back', dueAt: now + 2 * HOUR, done: false, ownerId: '1' }),
        act('hubspot', 'note', now - 30 * DAY, { text: 'Prefers e-mail in the morning.' }),
      ],
    ),
    part(
      'salesforce',
      now,
      [
        same(
          person(ref('salesforce', 'contact', 'ana-sf'), {
            ...base,
            phones: ['+52 81 8765 4321'],
            title: 'Head of Purchasing',
            ownerId: '2',
            changedAt: now - 90 * DAY,
          }),
        ),
        related(
          deal(ref('salesforce', 'deal', 'retreads'), {
            name: 'Retreads, second lot',
            amount: { amountMinor: 9_800_00, currency: 'USD' },
            status: 'won',
            stageName: 'Closed Won',
            closeAt: now - 60 * DAY,
            ownerId: '2',
          }),
        ),
      ],
      [act('salesforce', 'meeting', now - 12 * DAY, { title: 'Visit in Monterrey', durationMs: HOUR, text: 'Showed the new tread.' })],
    ),
    part(
      'pipedrive',
      now,
      [
        same(
          person(ref('pipedrive', 'contact', 'ana-pd'), { ...base, phones: ['+52 81 1234 5678'], changedAt: now - 20 * DAY }),
          'phone.same',
        ),
        {
          record: person(ref('pipedrive', 'contact', 'ana-old'), {
            name: 'Ana P. Gómez',
            emails: ['ana.perez@correo.example'],
            phones: ['+52 81 1234 5678'],
            companyName: 'Llantas del Norte',
          }),
          link: 'maybe',
          probability: 0.71,
          reasons: [
            { code: 'phone.same', weight: 3 },
            { code: 'email.different', weight: -1 },
          ],
        },
      ],
      [act('pipedrive', 'note', now - 45 * DAY, { text: 'Competitor quoted lower; she values the delivery date.' })],
    ),
    part('tryton', now, [
      same(person(ref('tryton', 'contact', 'ana-tr'), { ...base, phones: [], changedAt: now - 3 * DAY })),
      related(
        other('invoice', ref('tryton', 'invoice', '1041'), {
          name: 'INV-1041',
          amount: mxn(48_200),
          due: mxn(48_200),
          overdue: mxn(48_200),
          dueAt: now - 23 * DAY,
          createdAt: now - 53 * DAY,
          status: 'posted',
        }),
      ),
      related(
        other('order', ref('tryton', 'order', '77'), {
          name: 'SO-77',
          amount: mxn(126_000),
          createdAt: now - 16 * DAY,
          status: 'processing',
        }),
      ),
      related(
        other('ticket', ref('tryton', 'ticket', '9'), {
          name: 'Delivery damaged',
          status: 'open',
          createdAt: now - 2 * DAY,
          changedAt: now - 2 * DAY,
        }),
      ),
    ]),
  ]);
}

/** A company that one system knows, with a large open deal. */
function nordic(now: number): Dossier {
  const at = ref('salesforce', 'company', 'nordic');
  return dossierOf('company', at, now, [
    part(
      'salesforce',
      now,
      [
        anchor(
          company(at, {
            name: 'Nordic Parts AB',
            domains: ['nordicparts.example'],
            phones: ['+46 8 123 456 78'],
            emails: ['info@nordicparts.example'],
            industry: 'Machinery',
            employees: 900,
            country: 'SE',
            city: 'Stockholm',
            ownerId: '2',
            changedAt: now - DAY,
          }),
        ),
        related(
          deal(ref('salesforce', 'deal', 'frame'), {
            name: 'Frame contract 2027',
            amount: { amountMinor: 1_250_000_00, currency: 'SEK' },
            status: 'open',
            pipelineId: 'p',
            stageId: 's2',
            closeAt: now + 80 * DAY,
            ownerId: '2',
          }),
        ),
      ],
      [act('salesforce', 'call', now - 3 * DAY, { title: 'First call', direction: 'in', durationMs: 11 * MINUTE })],
    ),
    part('hubspot', now, []),
    part('pipedrive', now, []),
    part('tryton', now, []),
  ]);
}

/** Somebody of whom little is known: no score without data. */
function irina(now: number): Dossier {
  const at = ref('pipedrive', 'contact', 'irina');
  return dossierOf('person', at, now, [
    part(
      'pipedrive',
      now,
      [
        anchor(
          person(at, {
            name: 'Ирина Соколова',
            emails: ['sokolova@shindvor.example'],
            phones: ['+7 921 555-01-42'],
            companyName: 'Шинный двор',
            city: 'Санкт-Петербург',
            country: 'RU',
          }),
        ),
      ],
      [act('pipedrive', 'note', now - 5 * HOUR, { text: 'Просит прайс на зимние шины.' })],
    ),
    part('hubspot', now, []),
    part('salesforce', now, []),
    part('tryton', now, []),
  ]);
}

/** Everything "Try with sample data" shows. */
export function sampleOf(now: number): Sample {
  const connections = sampleConnections();
  return {
    connections,
    dictionaries: new Map(connections.map(({ id, system }) => [id, dictionaryOf(system, now)])),
    customers: [ana(now), nordic(now - HOUR), irina(now - DAY)],
  };
}
