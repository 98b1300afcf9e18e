import { describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { DealRecord, PersonRecord, RecordRef } from '../../lib/model/records.ts';
import { foundIn } from './found.ts';
import type { ComposerSubject } from './subject.ts';
import { suggestionsFrom } from './suggestions.ts';

const NOW = new Date(2026, 10, 21, 9, 0);
const ref = (system: string, object: RecordRef['object'], id = '1'): RecordRef => ({ system, account: 'a', object, native: object, id });
const base = { links: [], custom: {} };
const ana = (system: string): PersonRecord => ({
  ...base,
  kind: 'person',
  ref: ref(system, 'contact'),
  name: 'Ana Pérez',
  emails: ['ana@llantas.mx'],
  phones: ['+52 81 1234 5678'],
});
const deal = (id: string, currency: string): DealRecord => ({
  ...base,
  kind: 'deal',
  ref: ref('hubspot', 'deal', id),
  name: `Deal ${id}`,
  status: 'open',
  amount: { amountMinor: 420_000_00, currency },
});
const connection = (system: string, changes: Partial<ConnectionInfo> = {}) =>
  ({ id: system, system, account: 'a', can: ['write:field'], state: 'ok', ...changes }) as ConnectionInfo;
const part = (connectionId: string, ...linked: [PersonRecord | DealRecord, 'anchor' | 'same' | 'maybe' | 'related'][]) => ({
  connectionId,
  state: 'answered' as const,
  askedAt: 0,
  records: linked.map(([record, link]) => ({ record, link })),
  activities: [],
  hasMore: false,
});

function subject(changes: Partial<ComposerSubject> = {}): ComposerSubject {
  const writable = { contact: ['phones', 'emails'], deal: ['amount'] };
  return {
    record: 'r',
    customerName: 'Ana Pérez',
    dossier: {
      key: 'r',
      kind: 'person',
      anchor: ref('hubspot', 'contact'),
      openedAt: 0,
      parts: [
        part('hubspot', [ana('hubspot'), 'anchor'], [deal('1', 'MXN'), 'related'], [deal('2', 'EUR'), 'related']),
        part('salesforce', [ana('salesforce'), 'same']),
        part('zoho', [ana('zoho'), 'maybe']),
      ],
    },
    connections: [connection('hubspot'), connection('salesforce'), connection('zoho')],
    dictionaries: new Map(
      ['hubspot', 'salesforce', 'zoho'].map((id) => [id, { connectionId: id, owners: [], pipelines: [], writable, fetchedAt: 0 }]),
    ),
    settings: { language: 'auto', theme: 'auto', followPreviews: true },
    onClose: () => undefined,
    ...changes,
  };
}
const offered = (text: string, about = subject()) => suggestionsFrom(foundIn(text, 'en', NOW), about, NOW.getTime());

describe('suggestionsFrom', () => {
  it('offers a day as a task with the sentence as its title', () => {
    expect(offered('Good talk. Send the offer tomorrow 10:00')).toMatchObject([
      { kind: 'task', extra: { action: { kind: 'task', title: 'Send the offer', dueAt: new Date(2026, 10, 22, 10, 0).getTime() } } },
    ]);
  });

  it('offers an amount for the open deal of that currency alone', () => {
    expect(offered('agreed on 399,000 pesos')).toMatchObject([
      {
        kind: 'amount',
        money: { amountMinor: 399_000_00, currency: 'MXN' },
        extra: { action: { kind: 'field', field: 'amount', ours: true, value: 399_000 }, on: [ref('hubspot', 'deal', '1')] },
      },
    ]);
    expect(offered('£5,000')).toEqual([]);
  });

  it('offers it for the deal on the page when one is open', () => {
    const on = offered('€5,000 and $7,000', subject({ focus: deal('2', 'EUR') })).map(({ extra }) => extra.on);
    expect(on).toEqual([[ref('hubspot', 'deal', '2')]]);
  });

  it('offers a new phone for her own records, not for those that are only maybe hers', () => {
    expect(offered('new mobile +52 81 8765 4321')).toMatchObject([
      {
        kind: 'phone',
        connectionIds: ['hubspot', 'salesforce'],
        extra: { action: { field: 'phones', value: '+52 81 8765 4321' }, on: [ref('hubspot', 'contact'), ref('salesforce', 'contact')] },
      },
    ]);
  });

  it.each([
    ['the deal has that amount', 'MXN 420,000'],
    ['the phone is known', 'call (81) 1234-5678'],
    ['the address is known', 'ANA@llantas.mx'],
  ])('offers nothing when %s', (_when, text) => {
    expect(offered(text)).toEqual([]);
  });

  it.each<[string, Partial<ComposerSubject>]>([
    ['no field can be written', { dictionaries: new Map() }],
    ['the connections are read-only', { connections: [connection('hubspot', { writes: 'never' })] }],
    ['nobody knows her', { dossier: undefined }],
  ])('offers no change of a field when %s', (_when, changes) => {
    expect(offered('new mobile +52 81 8765 4321, 399,000 pesos, new@llantas.mx', subject(changes))).toEqual([]);
  });

  it('offers the same thing once when it stands there twice', () => {
    expect(offered('new@llantas.mx, yes: new@llantas.mx')).toHaveLength(1);
  });
});
