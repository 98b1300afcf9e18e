import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SystemRecord } from '../model/records.ts';
import { comparePeople, indexRecords, type MatchRecord, REASON_CODES, resolve, scorePairs, toMatchRecord } from './index.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const person = (facts: Partial<MatchRecord> = {}): MatchRecord => ({ id: 'a', source: 'hubspot', kind: 'person', ...facts });
const other = (facts: Partial<MatchRecord> = {}): MatchRecord => ({ id: 'b', source: 'pipedrive', kind: 'person', ...facts });
const plain = (comparison: ReturnType<typeof comparePeople>): ReturnType<typeof comparePeople> => JSON.parse(JSON.stringify(comparison));

describe('reasons', () => {
  it('are codes of the closed list, heaviest first, and their weights are finite', () => {
    const known = new Set<string>(REASON_CODES);
    const { reasons } = comparePeople(
      person({
        name: 'Ana Pérez',
        email: 'ana@norte.mx',
        phone: '+52 81 1234 5678',
        company: 'Norte',
        city: 'Monterrey',
        dob: '1980-01-02',
      }),
      other({ name: 'Ana Pérez', email: 'ana@norte.mx', phone: '81 8765 4321', company: 'Norte SA', city: 'Madrid', dob: '02.01.1980' }),
    );
    expect(reasons.length).toBeGreaterThan(2);
    for (const { code, weight } of reasons) {
      expect(known).toContain(code);
      expect(Number.isFinite(weight)).toBe(true);
    }
    expect(reasons.map(({ weight }) => Math.abs(weight))).toEqual(reasons.map(({ weight }) => Math.abs(weight)).toSorted((a, b) => b - a));
  });

  it('survive being sent to another context', () => {
    const comparison = comparePeople(
      person({ name: 'Ana Pérez', email: 'ana@norte.mx' }),
      other({ name: 'Ana Pérez', email: 'ana@norte.mx' }),
    );
    expect(plain(comparison).reasons).toContainEqual(expect.objectContaining({ code: 'email.same', values: { email: 'ana@norte.mx' } }));
    expect(structuredClone(comparison)).toEqual(plain(comparison));
  });
});

describe('removing a record', () => {
  const word = fc.constantFrom('Ana', 'Pérez', 'Anna', 'Liz', 'Elizabeth', 'Gray', 'Ruiz', 'A.');
  const record = fc.record({
    source: fc.constantFrom('hubspot', 'pipedrive', 'amocrm'),
    kind: fc.constant<'person'>('person'),
    name: fc.tuple(word, word).map((words) => words.join(' ')),
    email: fc.constantFrom('ana@x.test', 'liz@x.test', 'info@x.test', ''),
    phone: fc.constantFrom('+34600123456', '+34600999888', ''),
  });
  const records = fc
    .array(record, { minLength: 3, maxLength: 10 })
    .map((all) => all.map((each, at): MatchRecord => ({ id: `r${at}`, ...each })));

  it(`changes nothing between two others that are alone with each other, or contradict each other (seed ${seed})`, () => {
    fc.assert(
      fc.property(records, fc.nat(9), (all, gone) => {
        const rest = all.toSpliced(gone % all.length, 1);
        const scored = new Map(scorePairs(all).map(({ a, b, probability }) => [`${a} ${b}`, probability]));
        // A handful is no crowd: what two records are to each other hangs on nobody else.
        for (const { a, b, probability } of scorePairs(rest)) expect(scored.get(`${a} ${b}`)).toBe(probability);
        for (const level of ['likely', 'certain'] as const)
          for (const { ids } of resolve(rest, { level }))
            for (const [at, a] of ids.entries())
              for (const b of ids.slice(at + 1))
                expect(scored.get([a, b].sort().join(' ')) ?? 1).toBeGreaterThanOrEqual(level === 'likely' ? 0.008 : 0.3);
      }),
      { seed },
    );
  });

  it(`never merges two that no third could bring together (seed ${seed})`, () => {
    fc.assert(
      fc.property(records, fc.nat(9), (all, gone) => {
        // The removed one stands alone: then nobody's group hung on it.
        const before = resolve(all);
        const lonely = before.find(({ ids }, at) => ids.length === 1 && at >= gone % before.length)?.ids[0];
        if (lonely === undefined) return;
        const after = resolve(all.filter(({ id }) => id !== lonely));
        const groups = (found: { ids: string[] }[]) => found.map(({ ids }) => ids.join('+')).sort();
        expect(groups(after)).toEqual(groups(before).filter((group) => group !== lonely));
      }),
      { seed },
    );
  });
});

describe('indexRecords', () => {
  it('finds who a new record is, and nobody for a stranger', () => {
    const index = indexRecords([
      person({ id: '1', name: 'Ana Pérez', email: 'ana@norte.mx', company: 'Norte' }),
      person({ id: '2', name: 'Luis Gómez', email: 'luis@sur.es', company: 'Sur' }),
    ]);
    expect(index.match(other({ id: '9', name: 'PEREZ ANA', email: 'ANA@norte.mx' })).map(({ id }) => id)).toEqual(['1']);
    expect(index.match(other({ id: '9', name: 'Eva Ruiz', email: 'eva@oeste.es' }))).toEqual([]);
    index.add(person({ id: '3', name: 'Eva Ruiz', email: 'eva@oeste.es' }));
    expect(index.size).toBe(3);
    expect(index.match(other({ id: '9', name: 'Eva Ruiz', email: 'eva@oeste.es' })).map(({ id }) => id)).toEqual(['3']);
  });
});

describe('toMatchRecord', () => {
  it('keeps what tells a person', () => {
    const record: SystemRecord = {
      ref: { system: 'hubspot', account: '44', object: 'contact', native: '0-1', id: '7' },
      kind: 'person',
      name: 'Ana Pérez',
      emails: ['ana@norte.mx'],
      phones: [],
      companyName: 'Norte',
      links: [],
      custom: {},
    };
    expect(toMatchRecord(record)).toEqual({
      id: 'hubspot/44/contact/7',
      source: 'hubspot/44',
      kind: 'person',
      name: 'Ana Pérez',
      emails: ['ana@norte.mx'],
      phones: [],
      company: 'Norte',
    });
  });
});
