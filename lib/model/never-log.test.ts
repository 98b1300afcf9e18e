import { expect, it } from 'vitest';
import { forbiddenBy, neverLogOf, type Subject } from './never-log.ts';

const ANA: Subject = { emails: ['Ana@Mail.Llantas.mx'], domains: ['llantas.mx'], names: ['Ana  Pérez', 'Llantas Norte'] };

it.each([
  ['ana@mail.llantas.mx', true],
  ['llantas.mx', true],
  ['@llantas.mx', true],
  ['LLANTAS NORTE', true],
  ['ana pérez', true],
  ['ana', false],
  ['antas.mx', false],
  ['mx', false],
  ['other@mail.llantas.mx', false],
  ['', false],
  ['  ', false],
])('forbiddenBy finds %j: %j', (entry, found) => {
  expect(forbiddenBy(['nobody@example.com', entry], ANA)).toBe(found ? entry : undefined);
});

it('neverLogOf drops empty lines and repetitions', () => {
  expect(neverLogOf(' a@b.c \n\n a@b.c\nNorthwind\n')).toEqual(['a@b.c', 'Northwind']);
});
