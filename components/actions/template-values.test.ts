import { expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dossier, LinkedRecord } from '../../lib/model/dossier.ts';
import type { PersonRecord, RecordRef } from '../../lib/model/records.ts';
import { createFormat } from '../words/format.ts';
import { templateValues } from './template-values.ts';

const NOW = new Date(2026, 10, 21, 9, 0).getTime();
const format = createFormat('en', (id) => id);
const ref = (system: string): RecordRef => ({ system, account: 'a', object: 'contact', native: 'contact', id: '1' });
const person = (system: string, facts: Partial<PersonRecord>): PersonRecord => ({
  kind: 'person',
  ref: ref(system),
  name: 'Ana Pérez',
  emails: [],
  phones: [],
  links: [],
  custom: {},
  ...facts,
});
function aDossier(...linked: [PersonRecord, LinkedRecord['link']][]): Dossier {
  const parts = linked.map(([record, link]) => ({
    connectionId: record.ref.system,
    state: 'answered' as const,
    askedAt: 0,
    records: [{ record, link }],
    activities: [],
    hasMore: false,
  }));
  return { key: 'r', kind: 'person', anchor: ref('hubspot'), openedAt: 0, parts };
}
const connections = [{ id: 'hubspot', userName: 'Marta Ruiz' } as ConnectionInfo];
const valuesOf = (dossier: Dossier | undefined) => templateValues({ customerName: 'Ana Pérez', dossier, connections }, format, NOW);

it('templateValues says what the page’s own system says when systems differ, in whatever order they answered', () => {
  const own = person('hubspot', { firstName: 'Ana', companyName: 'Llantas Norte' });
  const other = person('pipedrive', { firstName: 'ANA', companyName: 'LLANTAS NORTE' });
  for (const dossier of [aDossier([own, 'anchor'], [other, 'same']), aDossier([other, 'same'], [own, 'anchor'])])
    expect(valuesOf(dossier)).toEqual({
      name: 'Ana Pérez',
      'first-name': 'Ana',
      company: 'Llantas Norte',
      today: 'Nov 21',
      me: 'Marta Ruiz',
    });
});

it('templateValues says nothing of records that are only maybe hers', () => {
  const maybe = person('zoho', { firstName: 'Anna', companyName: 'Another' });
  expect(valuesOf(aDossier([person('hubspot', {}), 'anchor'], [maybe, 'maybe']))).not.toHaveProperty('company');
  expect(valuesOf(undefined)).toEqual({ name: 'Ana Pérez', today: 'Nov 21', me: 'Marta Ruiz' });
});
