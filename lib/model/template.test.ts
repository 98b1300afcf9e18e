import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { BLANK, blanksIn, filledTemplate, TEMPLATE_VARIABLES, templateParts } from './template.ts';
import { templatesSchema } from './template-schema.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const values = { name: 'Ana Pérez', 'first-name': 'Ana', company: 'Llantas Norte', today: '21 Nov' };

describe('filledTemplate', () => {
  it.each([
    ['Hola {first-name}: {company}', 'Hola Ana: Llantas Norte'],
    ['{ Name } / {COMPANY}', 'Ana Pérez / Llantas Norte'],
    ['Сегодня {today}, сумма {amount}', `Сегодня 21 Nov, сумма ${BLANK}`],
    ['{stranger} {}', '{stranger} {}'],
    ['{{name}}', '{Ana Pérez}'],
    ['', ''],
  ])('makes of %j what is known, and a blank of what is not', (text, filled) => {
    expect(filledTemplate(text, values)).toBe(filled);
  });

  it('reads no variable in a value when a customer is called like one', () => {
    expect(filledTemplate('{name}', { name: '{me}', me: 'Marta' })).toBe('{me}');
  });

  it('leaves a blank when a value is only spaces', () => {
    expect(filledTemplate('{company}', { company: '  ' })).toBe(BLANK);
  });

  it(`never writes undefined, whatever is known (seed ${seed})`, () => {
    const known = fc.record(Object.fromEntries(TEMPLATE_VARIABLES.map((name) => [name, fc.constantFrom('x', '', ' ')])), {
      requiredKeys: [],
    });
    const text = fc
      .array(fc.oneof(fc.constantFrom(...TEMPLATE_VARIABLES.map((name) => `{${name}}`)), fc.constantFrom(' ', '{', '}', 'a')))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, known, (template, facts) => {
        expect(filledTemplate(template, facts)).not.toMatch(/undefined|null/);
        expect(
          templateParts(template)
            .map((part) => part.text)
            .join(''),
        ).toBe(template);
      }),
      { seed },
    );
  });
});

it('templateParts tells a variable from a word that is none', () => {
  expect(templateParts('a {deal} {dael}')).toEqual([
    { kind: 'text', at: 0, text: 'a ' },
    { kind: 'variable', variable: 'deal', at: 2, text: '{deal}' },
    { kind: 'text', at: 8, text: ' ' },
    { kind: 'unknown', at: 9, text: '{dael}' },
  ]);
});

it('blanksIn finds what is still to be filled', () => {
  expect(blanksIn(`a ${BLANK} b ____`)).toEqual([
    { start: 2, end: 6 },
    { start: 9, end: 13 },
  ]);
});

it.each([
  [
    'two of one id',
    [
      { id: 'a', name: 'A', kind: 'note', text: 'x' },
      { id: 'a', name: 'B', kind: 'task', text: 'y' },
    ],
  ],
  ['a kind too many', [{ id: 'a', name: 'A', kind: 'call', text: 'x' }]],
  ['no name', [{ id: 'a', name: ' ', kind: 'note', text: 'x' }]],
  ['a member too many', [{ id: 'a', name: 'A', kind: 'note', text: 'x', run: 'y' }]],
])('templatesSchema refuses %s', (_what, templates) => {
  expect(v.safeParse(templatesSchema, templates).success).toBe(false);
});
