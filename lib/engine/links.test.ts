import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PersonRecord, type RecordRef, recordKey } from '../model/records.ts';
import { pairOf } from '../store/rulings.ts';
import type { Engine } from './context.ts';
import { judge, membersOf } from './links.ts';
import { verdictsOn } from './verdicts.ts';

const SEED = process.env.SEED === undefined ? undefined : Number(process.env.SEED);
const ref = (id: string): RecordRef => ({ system: 'zoho', account: 'a', object: 'contact', native: 'Contacts', id });
const person = (id: string): PersonRecord => ({
  kind: 'person',
  ref: ref(id),
  name: id,
  emails: [],
  phones: [],
  links: [],
  custom: {},
});
const key = (id: string) => recordKey(ref(id));
const ruled = (one: string, other: string, same: boolean) => ({ ...pairOf(key(one), key(other)), same });
const ANCHOR = { ...person('anchor'), ref: { ...ref('anchor'), system: 'hubspot' } };
const ANCHOR_KEY = recordKey(ANCHOR.ref);
const onAnchor = (id: string, same: boolean) => ({ ...pairOf(ANCHOR_KEY, key(id)), same });

/** Compares by a table: probability per record; ≥ 0.9 is certain, ≥ 0.3 maybe. */
function engineWith(table: Record<string, number>): Engine {
  return {
    compare: (_anchor: unknown, { name }: { name: string }) => {
      const probability = table[name] ?? 0;
      return { probability, decision: probability >= 0.9 ? 'same' : probability >= 0.3 ? 'maybe' : 'different', reasons: [] };
    },
  } as unknown as Engine;
}

function judged(table: Record<string, number>, rulings: Parameters<typeof verdictsOn>[1], accepted = new Set<string>()) {
  const found = Object.keys(table).map(person);
  return judge(engineWith(table), ANCHOR, found, { country: undefined, verdicts: verdictsOn(ANCHOR_KEY, rulings), accepted });
}

const links = (...args: Parameters<typeof judged>) => Object.fromEntries(judged(...args).map(({ record, link }) => [record.name, link]));

describe('judge', () => {
  it('links the likeliest certain record and asks about another of the same account', () => {
    expect(links({ a: 0.95, b: 0.99, c: 0.5, d: 0.1 }, [])).toEqual({ b: 'same', a: 'maybe', c: 'maybe' });
    const duplicate = judged({ a: 0.95, b: 0.99 }, []).find(({ record }) => record.name === 'a');
    expect(duplicate?.reasons?.[0]?.code).toBe('same-account-duplicate');
  });

  it('follows the rep when she says the same, whatever the probability', () => {
    expect(links({ a: 0.95, b: 0.4 }, [onAnchor('b', true)])).toEqual({ b: 'same', a: 'maybe' });
    expect(links({ b: 0.01 }, [onAnchor('b', true)])).toEqual({ b: 'same' });
  });

  it('keeps a record apart when the rep says so, and links the next likeliest', () => {
    expect(links({ a: 0.95, b: 0.99 }, [onAnchor('b', false)])).toEqual({ a: 'same', b: 'apart' });
  });

  it('keeps both records of an account when the rep says both are the customer', () => {
    expect(links({ a: 0.95, b: 0.99 }, [onAnchor('a', true), onAnchor('b', true)])).toEqual({ a: 'same', b: 'same' });
  });

  it('follows a chain of answers, and asks about a record kept apart from the customer by another one', () => {
    const chain = [
      { ...pairOf(ANCHOR_KEY, 'else'), same: true },
      { ...pairOf('else', key('a')), same: true },
    ];
    expect(links({ a: 0.1 }, chain)).toEqual({ a: 'same' });
    const parted = [
      { ...pairOf(ANCHOR_KEY, 'else'), same: true },
      { ...pairOf('else', key('a')), same: false },
    ];
    expect(links({ a: 0.99 }, parted)).toEqual({ a: 'maybe' });
    expect(links({ a: 0.99 }, [{ ...pairOf('linked', key('a')), same: false }], new Set(['linked']))).toEqual({ a: 'maybe' });
  });

  it('holds every answer of the rep on the anchor, in any order, and no answer mixes in what was kept apart', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const table = fc.record(Object.fromEntries(names.map((name) => [name, fc.double({ min: 0, max: 1, noNaN: true })])));
    const answers = fc.dictionary(fc.constantFrom(...names), fc.boolean());
    const between = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.boolean()), { maxLength: 6 });
    fc.assert(
      fc.property(table, answers, between, fc.boolean(), (probabilities, said, others, reversed) => {
        const rulings = [
          ...Object.entries(said).map(([name, same]) => onAnchor(name, same)),
          ...others.filter(([one, other]) => one !== other).map(([one, other, same]) => ruled(one, other, same)),
        ];
        const records = judged(probabilities as Record<string, number>, reversed ? rulings.toReversed() : rulings);
        const members = membersOf(records);
        for (const [name, same] of Object.entries(said)) {
          const linked = records.find(({ record }) => record.name === name);
          expect(linked?.link).toBe(same ? 'same' : 'apart');
          expect(linked?.ruling).toBe(same ? 'same' : 'different');
          expect(members.includes(key(name))).toBe(same);
        }
      }),
      { ...(SEED !== undefined && { seed: SEED }) },
    );
  });
});
