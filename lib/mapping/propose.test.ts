import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Figures, measure, readLabels } from '../../tests/mapping/measure.ts';
import { canonicalFields, MAPPABLE_OBJECTS, type MappableObject, SURE } from '../model/mapping.ts';
import { proposeMapping, type SampledField } from './propose.ts';
import { looksLike, typeFit } from './values.ts';

const SEED = process.env.SEED === undefined ? undefined : Number(process.env.SEED);
const run = { ...(SEED !== undefined && { seed: SEED }), numRuns: 200, verbose: true };

const WORDS = ['email', 'correo', 'Почта', 'phone', 'Cargo', 'Должность', 'name', 'first', 'last', 'visits', 'score', 'date', 'of', 'fax'];
const TYPES = [
  'string',
  'number',
  'date',
  'bool',
  'enumeration',
  'email',
  'phone',
  'url',
  'reference',
  'currency',
  'multiselect',
  'oddity',
  '',
];
const words = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 });
const field: fc.Arbitrary<SampledField> = fc.record({
  key: fc.oneof(
    words.map((all) => `${all.join('_')}__c`),
    fc.string({ minLength: 1, maxLength: 8 }),
  ),
  label: words.map((all) => all.join(' ')),
  type: fc.constantFrom(...TYPES),
  readOnly: fc.boolean(),
  samples: fc.array(
    fc.oneof(fc.constantFrom('a@b.example', '+34 600 123 456', '12', 'Madrid', '2026-01-02', true, null, ''), fc.anything()),
    {
      maxLength: 3,
    },
  ),
});
const fields = fc.uniqueArray(field, { selector: ({ key }) => key, maxLength: 12 });
const object = fc.constantFrom(...(Object.keys(MAPPABLE_OBJECTS) as MappableObject[]));

describe('proposeMapping', () => {
  it('says the same for any order of the fields, and every time', () => {
    fc.assert(
      fc.property(object, fields, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (kind, all, keys) => {
        const shuffled = all.map((each, at) => ({ each, at: keys[at] ?? 0 })).sort((a, b) => a.at - b.at);
        const first = proposeMapping(kind, all);
        expect(proposeMapping(kind, all)).toEqual(first);
        expect(
          proposeMapping(
            kind,
            shuffled.map(({ each }) => each),
          ),
        ).toEqual(first);
      }),
      run,
    );
  });

  it('gives each field to one of ours at most, and never one whose type or values cannot be it', () => {
    fc.assert(
      fc.property(object, fields, (kind, all) => {
        const found = proposeMapping(kind, all);
        expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
        expect(new Set(found.map(({ canonical }) => canonical)).size).toBe(found.length);
        for (const { key, canonical, confidence } of found) {
          const given = all.find((each) => each.key === key) ?? expect.fail();
          const wanted = canonicalFields(kind)[canonical] ?? expect.fail(canonical);
          expect(typeFit(given.type, wanted)).toBeGreaterThan(0);
          const filled = (given.samples ?? []).filter((value) => value !== null && value !== undefined && value !== '');
          if (filled.length > 0) expect(filled.some((value) => looksLike(value, wanted))).toBe(true);
          expect(confidence).toBeGreaterThanOrEqual(0.6);
          expect(confidence).toBeLessThanOrEqual(1);
          if (canonical === 'leadScore') expect(given.readOnly).toBe(false);
        }
      }),
      run,
    );
  });

  const only = (label: string, more: Partial<SampledField> = {}, kind: MappableObject = 'contact') =>
    proposeMapping(kind, [{ key: 'custom_field_1', label, type: 'string', readOnly: false, ...more }])[0];

  it('sees through the marks vendors put on API names', () => {
    for (const key of ['Job_Title__c', 'acme__JobTitle__c', 'cf_job_title', 'new_jobtitle', 'hs_job_title', 'jobTitle'])
      expect(only('', { key })?.canonical, key).toBe('title');
    for (const key of ['0a1b2c3d4e5f60718293a4b5c6d7e8f901234567', '381021']) expect(only('', { key }), key).toBeUndefined();
  });

  it('says why, and how sure it is', () => {
    expect(only('Cargo', { samples: ['Gerente'] })).toEqual({
      key: 'custom_field_1',
      canonical: 'title',
      confidence: 1,
      reasons: ['label', 'type', 'values'],
    });
    expect(only('Cargo', { key: 'jefe', samples: ['Gerente'] })?.reasons[0]).toBe('label');
    expect(only('Cosa', { key: 'job_title' })).toMatchObject({ confidence: 0.93, reasons: ['key', 'type'] });
  });

  it('takes nobody else’s data, no dates of things and no flags for the thing itself', () => {
    for (const label of [
      'Assistant e-mail',
      'Email opt-out',
      'Last email date',
      'Fax',
      'Correo del gerente',
      'Телефон менеджера',
      'Email domain',
    ])
      expect(only(label), label).toBeUndefined();
    expect(only('Email', { type: 'bool' })).toBeUndefined();
    expect(only('Teléfono', { samples: ['no tiene', 'ninguno'] })).toBeUndefined();
  });

  it('takes a bare name for the given one beside a surname', () => {
    const name = { key: 'a', label: 'Nombre', type: 'string', readOnly: false };
    expect(proposeMapping('contact', [name])[0]?.canonical).toBe('name');
    expect(proposeMapping('contact', [name, { ...name, key: 'b', label: 'Apellidos' }])[0]?.canonical).toBe('firstName');
  });
});

/** What the table in docs/mapping.md says; printed by this test, and held at its floor. */
describe('precision and recall of the proposals', () => {
  const data = readLabels('gold-data.txt');
  const own = readLabels('gold-own.txt');
  const isHeldOut = ({ set }: { set: string }) => set.endsWith('*');
  const SETS = {
    'metadata of the samples': data,
    'made up, names collected on it': own.filter((each) => !isHeldOut(each)),
    'made up, held out': own.filter(isHeldOut),
    'public repositories': readLabels('gold-wild.txt'),
  };
  const show = (name: string, { fields, wanted, proposed, right, precision, recall }: Figures) =>
    process.stdout.write(
      `mapping, ${name}: ${fields} fields, ${wanted} wanted, ${proposed} proposed, ${right} right: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n`,
    );

  it.each(Object.entries(SETS))('%s: at least 0.95 and 0.9', (name, labels) => {
    const figures = measure(labels);
    show(name, figures);
    show(
      `${name}, sure ones alone`,
      measure(labels, ({ confidence }) => confidence >= SURE),
    );
    expect(figures.precision, figures.wrong.join('\n')).toBeGreaterThanOrEqual(0.95);
    expect(figures.recall, figures.missed.join('\n')).toBeGreaterThanOrEqual(0.9);
  });
});
