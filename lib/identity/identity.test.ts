import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCompanies, comparePeople, type MatchRecord, resolve } from './index.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const person = (facts: Partial<MatchRecord> = {}): MatchRecord => ({ id: 'a', source: 'hubspot', kind: 'person', ...facts });
const other = (facts: Partial<MatchRecord> = {}): MatchRecord => ({ id: 'b', source: 'pipedrive', kind: 'person', ...facts });
const org = (facts: Partial<MatchRecord> = {}): MatchRecord => ({ id: 'a', source: 'hubspot', kind: 'org', ...facts });
const otherOrg = (facts: Partial<MatchRecord> = {}): MatchRecord => ({ id: 'b', source: 'pipedrive', kind: 'org', ...facts });
const plain = (comparison: ReturnType<typeof comparePeople>): ReturnType<typeof comparePeople> => JSON.parse(JSON.stringify(comparison));
const codes = (reasons: { code: string }[]) => reasons.map(({ code }) => code);

describe('comparePeople', () => {
  it.each([
    ['order and accents differ', { name: 'Ana Pérez', email: 'ana@norte.mx' }, { name: 'PEREZ ANA', email: 'ANA@norte.mx' }],
    [
      'the script differs',
      { name: 'Дмитрий Щербаков', phone: '+7 916 123-45-67' },
      { name: 'Dmitry Shcherbakov', phone: '8 (916) 123-45-67' },
    ],
    [
      'gmail is written with dots and a tag',
      { name: 'Ana Pérez', email: 'ana.perez@gmail.com' },
      { name: 'Ana Pérez', email: 'anaperez+crm@googlemail.com' },
    ],
    [
      'a short form is used at one company',
      { name: 'Liz Howard', company: 'River Systems Ltd', email: 'liz@river.co.uk' },
      { name: 'Elizabeth Howard', company: 'River Systems', email: 'liz@river.co.uk' },
    ],
  ])('says same when %s', (_, a, b) => {
    expect(comparePeople(person(a), other(b)).decision).toBe('same');
  });

  it.each([
    [
      'namesakes work elsewhere',
      { name: 'Ana Pérez', email: 'ana@norte.mx', company: 'Norte' },
      { name: 'Ana Pérez', email: 'ana@sur.es', company: 'Sur' },
    ],
    [
      'colleagues share a switchboard',
      { name: 'Ana Pérez', phone: '+52 81 1234 5678', company: 'Norte' },
      { name: 'Luis Gómez', phone: '+52 81 1234 5678', company: 'Norte' },
    ],
    [
      'only the department mailbox agrees',
      { name: 'Ana Pérez', email: 'ventas@norte.mx' },
      { name: 'Luis Gómez', email: 'ventas@norte.mx' },
    ],
    ['father and son bear one name', { name: 'John Gray', company: 'Gray Inc' }, { name: 'John Gray Jr.', company: 'Gray Inc' }],
    [
      'a company has numbered two namesakes',
      { name: 'Käthe Möller', email: 'k.moller.1@rhein.de', company: 'Rhein' },
      { name: 'Käthe Möller', email: 'k.moller.2@rhein.de', company: 'Rhein' },
    ],
    ['nothing is known', {}, {}],
  ])('does not say same when %s', (_, a, b) => {
    expect(comparePeople(person(a), other(b)).decision).not.toBe('same');
  });

  it('tells its reasons, the heaviest first, with the value that agrees', () => {
    const { reasons } = comparePeople(
      person({ name: 'Ana Pérez', email: 'ana@norte.mx' }),
      other({ name: 'Ana Pérez', email: 'Ana@Norte.mx' }),
    );
    expect(reasons[0]).toMatchObject({ code: 'email.same', values: { email: 'ana@norte.mx' } });
    expect(codes(reasons)).toContain('name.same');
  });

  it('counts a phone less when the crowd shares it', () => {
    const [a, b] = [person({ name: 'Ana Pérez', phone: '+528112345678' }), other({ name: 'A. Pérez', phone: '+528112345678' })];
    const alone = comparePeople(a, b).probability;
    expect(comparePeople(a, b, { phoneOwners: new Map([['112345678', 9]]) }).probability).toBeLessThan(alone);
  });

  it('reads a local phone with the default country', () => {
    const [a, b] = [person({ name: 'Ana', phone: '600 123 456' }), other({ name: 'Ana', phone: '+34600123456' })];
    expect(codes(comparePeople(a, b, { defaultCountry: 'ES' }).reasons)).toContain('phone.same');
  });
});

describe('compareCompanies', () => {
  it('says same when the legal form is moved and the domain agrees', () => {
    const a = org({ name: 'ООО «Полюс Софт»', website: 'https://polus.ru/about' });
    expect(compareCompanies(a, otherOrg({ name: 'Polus Soft LLC', website: 'www.polus.ru', city: '' })).decision).not.toBe('different');
    const b = otherOrg({ name: 'LLANTAS NORTE', website: 'norte.mx', phone: '+528112345678' });
    expect(compareCompanies(org({ name: 'Llantas Norte, S.A. de C.V.', website: 'norte.mx', phone: '+52 81 1234 5678' }), b).decision).toBe(
      'same',
    );
  });

  it('keeps sister companies of one brand apart', () => {
    const a = org({ name: 'Acme GmbH', website: 'acme.de', country: 'Germany', city: 'Berlin' });
    expect(compareCompanies(a, otherOrg({ name: 'Acme S.L.', website: 'acme.es', country: 'Spain', city: 'Madrid' })).decision).toBe(
      'different',
    );
  });
});

describe('resolve', () => {
  const ana = person({ id: '1', name: 'Ana Pérez', email: 'ana@norte.mx' });
  const anaAgain = other({ id: '2', name: 'Ana Perez', email: 'ana@norte.mx' });
  const eva = other({ id: '3', source: 'amocrm', name: 'Eva Ruiz', email: 'eva@sur.es' });
  const groups = (...found: { ids: string[] }[]) => found.map(({ ids }) => ids.join('+')).sort();

  it('groups what is the same', () => {
    expect(groups(...resolve([ana, anaAgain, eva], { level: 'certain' }))).toEqual(['1+2', '3']);
  });

  it('follows the rulings of the rep against all appearance', () => {
    const rulings = [
      { a: '1', b: '2', same: false },
      { a: '2', b: '3', same: true },
      { a: '1', b: 'nobody', same: true },
    ];
    for (const level of ['likely', 'certain'] as const)
      expect(groups(...resolve([ana, anaAgain, eva], { level, rulings }))).toEqual(['1', '2+3']);
  });

  it('never groups a person with a company, even when ruled', () => {
    const company = org({ id: '9', name: 'Ana Pérez', email: 'ana@norte.mx' });
    expect(groups(...resolve([ana, company], { rulings: [{ a: '1', b: '9', same: true }] }))).toEqual(['1', '9']);
  });

  it.each([
    [
      'likely' as const,
      { name: 'Ana Pérez', email: 'ana@norte.mx', company: 'Norte' },
      { name: 'Pérez', emails: ['ana@norte.mx', 'eva@sur.es'] },
      { name: 'Eva Pérez', email: 'eva@sur.es', company: 'Sur' },
    ],
    [
      'certain' as const,
      { name: 'Ana Pérez', company: 'Norte', phone: '+528112345678' },
      { name: 'A. Pérez', company: 'Norte', phone: '+528112345678' },
      { name: 'Alma Pérez', company: 'Norte', phone: '+528112345678' },
    ],
  ])('does not chain strangers through a record that resembles both when the level is %s', (level, left, between, right) => {
    const all = [person({ id: '1', ...left }), person({ id: '2', source: 'erp', ...between }), other({ id: '3', ...right })];
    expect(resolve(all, { level }).filter(({ ids }) => ids.includes('1') && ids.includes('3'))).toEqual([]);
  });

  it('bears names of 10 000 characters, odd scripts and empty fields', () => {
    const odd = ['x '.repeat(5_000), 'ש״ם', '田中太郎', '👩‍💼', '\u202eevil', '', ' ', '%_*?'].flatMap((name, at): MatchRecord[] => [
      person({ id: `p${at}`, name, email: name, phone: name, company: name }),
      org({ id: `o${at}`, name, website: name, addresses: [name, name] }),
    ]);
    expect(
      resolve(odd)
        .flatMap(({ ids }) => ids)
        .sort(),
    ).toEqual(odd.map(({ id }) => id).sort());
  });

  const word = fc.constantFrom('Ana', 'Pérez', 'Анна', 'Liz', 'Elizabeth', 'Gray', 'Ruiz', 'A.', '');
  const record = fc.record({
    source: fc.constantFrom('hubspot', 'pipedrive', 'amocrm'),
    kind: fc.constantFrom<'person' | 'org'>('person', 'org'),
    name: fc.tuple(word, word).map((words) => words.join(' ')),
    email: fc.constantFrom('a@x.test', 'b@x.test', 'info@x.test', 'no address', ''),
    phone: fc.constantFrom('+34600123456', '600123456', '12', ''),
    company: fc.constantFrom('Norte S.L.', 'Norte', 'Sur', ''),
  });
  const records = fc.array(record, { maxLength: 12 }).map((all) => all.map((each, at): MatchRecord => ({ id: `r${at}`, ...each })));
  const rulings = fc.array(fc.record({ a: fc.nat(11), b: fc.nat(11), same: fc.boolean() }), { maxLength: 4 });

  it(`puts each id into one group, kinds apart, whatever the order; keeps apart what is ruled apart (seed ${seed})`, () => {
    fc.assert(
      fc.property(records, rulings, fc.constantFrom<'likely' | 'certain'>('likely', 'certain'), (all, ruled, level) => {
        const named = ruled.map(({ a, b, same }) => ({ a: `r${a}`, b: `r${b}`, same }));
        const found = resolve(all, { level, rulings: named });
        expect(found.flatMap(({ ids }) => ids).sort()).toEqual(all.map(({ id }) => id).sort());
        expect(groups(...resolve(all.toReversed(), { level, rulings: named }))).toEqual(groups(...found));
        const kinds = new Map(all.map(({ id, kind }) => [id, kind]));
        for (const { ids } of found) expect(new Set(ids.map((id) => kinds.get(id))).size).toBe(1);
        for (const { a, b, same } of named) {
          const apart = named.some((other) => !other.same && other.a !== other.b);
          const together = found.some(({ ids }) => ids.includes(a) && ids.includes(b));
          if (!same && a !== b) expect(together).toBe(false);
          // Where nothing is ruled apart, every joining ruling between records of one kind holds.
          if (same && !apart && kinds.has(a) && kinds.get(a) === kinds.get(b)) expect(together).toBe(true);
        }
      }),
      { seed },
    );
  });

  it(`compares alike in both directions (seed ${seed})`, () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        const [one, two] = [person({ ...a, kind: 'person' }), other({ ...b, kind: 'person' })];
        expect(plain(comparePeople(one, two))).toEqual(plain(comparePeople(two, one)));
        const [orgOne, orgTwo] = [
          { ...one, kind: 'org' as const },
          { ...two, kind: 'org' as const },
        ];
        expect(plain(compareCompanies(orgOne, orgTwo))).toEqual(plain(compareCompanies(orgTwo, orgOne)));
      }),
      { seed },
    );
  });
});
