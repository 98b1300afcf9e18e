import { describe, expect, it } from 'vitest';
import type { Dossier, LinkedRecord, Settings } from '../../lib/model/dossier.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { factsOf } from './facts.ts';

const ref = (system: string): RecordRef => ({ system, account: 'acme', object: 'contact', native: 'x', id: '1' });
const person = (system: string, title: string, changedAt: number, link: LinkedRecord['link']): LinkedRecord => ({
  record: { kind: 'person', ref: ref(system), name: 'Ana', title, changedAt, emails: [], phones: [], links: [], custom: {} },
  link,
});
const part = (connectionId: string, records: LinkedRecord[]) => ({
  connectionId,
  records,
  state: 'answered' as const,
  askedAt: 1,
  activities: [],
  hasMore: false,
});
const dossier: Dossier = {
  key: recordKey(ref('hubspot')),
  kind: 'person',
  anchor: ref('hubspot'),
  openedAt: 1,
  parts: [
    part('hubspot', [person('hubspot', 'Buyer', 1, 'anchor')]),
    part('zoho', [person('zoho', 'Head of Purchasing', 2, 'same')]),
    part('amocrm', [person('amocrm', 'Director', 3, 'apart')]),
  ],
};
const titles = (rules?: Settings['mergeRules']) =>
  factsOf(dossier, { connections: [], dictionaries: new Map() }, ref('hubspot'), rules)?.profile.fields.title?.values.map(
    ({ value }) => value,
  );

describe('factsOf', () => {
  it('shows the value the rep’s rule chooses, the page’s own without one, and nothing of a record kept apart', () => {
    expect(titles()).toEqual(['Buyer', 'Head of Purchasing']);
    expect(titles({ title: { by: 'newest' } })).toEqual(['Head of Purchasing', 'Buyer']);
    expect(titles({ title: { by: 'trusted', systems: ['zoho', 'hubspot'] } })).toEqual(['Head of Purchasing', 'Buyer']);
    expect(titles({ name: { by: 'newest' } })).toEqual(['Buyer', 'Head of Purchasing']);
  });
});
