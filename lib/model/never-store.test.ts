import { describe, expect, it } from 'vitest';
import type { LinkedRecord } from './dossier.ts';
import { keptBody, keptRecord, namesIn } from './never-store.ts';
import type { PersonRecord } from './records.ts';

const ana: PersonRecord = {
  kind: 'person',
  ref: { system: 'hubspot', account: '7', object: 'contact', native: '0-1', id: '1' },
  name: 'Ana Pérez',
  emails: ['ana@example.com'],
  phones: ['+34 600 111 222'],
  links: [],
  custom: { Birthday__c: '1990-01-01' },
  facts: { employees: 40, revenue: { amountMinor: 5, currency: 'EUR' } },
};

describe('what is never stored', () => {
  it('is dropped wherever the record tells it: as a member, a custom field, or a mapped fact', () => {
    const kept = keptRecord(namesIn(['Phones', 'birthday__c', 'employees']), ana);
    expect(kept).toEqual({ ...ana, phones: [], custom: {}, facts: { revenue: { amountMinor: 5, currency: 'EUR' } } });
  });

  it('is not told by the reasons for a match either', () => {
    const reasons = [
      { code: 'phone.same', weight: 2, values: { phone: '34600111222' } },
      { code: 'email.same', weight: 3, values: { email: 'ana@example.com' } },
      { code: 'name.same', weight: 1 },
    ];
    const linked: LinkedRecord = { record: ana, link: 'maybe', probability: 0.5, reasons };
    const { records } = keptBody(namesIn(['phones']), { records: [linked], activities: [] });
    expect(JSON.stringify(records)).not.toContain('600');
    expect(records[0]?.reasons).toEqual([{ code: 'phone.same', weight: 2 }, ...reasons.slice(1)]);
  });

  it('changes nothing when nothing is named', () => {
    const body = { records: [{ record: ana, link: 'anchor' as const }], activities: [] };
    expect(keptBody(namesIn(undefined), body)).toBe(body);
    expect(keptRecord(namesIn([]), ana)).toBe(ana);
  });
});
