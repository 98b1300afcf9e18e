import fc from 'fast-check';
import { minorDigits } from '../../../lib/model/currency.ts';
import { dayStart } from '../../../lib/systems/zone.ts';
import type { Shape } from './shapes.ts';

/** A record's members by their names in the model. */
export type Facts = Readonly<Record<string, unknown>>;

const DAY_MS = 86_400_000;
const ODD_TEXTS = [
  'O’Neil-García y Peña',
  'Ünïcödé Ñandú',
  '株式会社東京データ',
  'مرحبا بالعالم',
  'שלום עולם',
  'Zoë 👩‍🚀🚀 & Söhne <GmbH>',
  '‫يمين‬ left',
  '007',
  '1e3',
  'null',
  "Robert'); DROP TABLE--",
  'a & b "c" \\d %e% _f_ {g} @{h.id}',
  'e\u0301 decomposed',
  '𝒳𝒴𝒵',
];
const ODD_PHONES = ['+52 81 1234 5678', '(02) 1234-5678 ext. 12', '8 (495) 123-45-67', '+81-3-1234-5678', '00965 2222 1111', '112'];

/** Texts of all scripts, up to what the vendor keeps. Surrounding blanks are nobody's name. */
function phrase(most: number): fc.Arbitrary<string> {
  const long = fc.constantFrom(...ODD_TEXTS).map((text) => text.repeat(Math.ceil(most / text.length)));
  const any = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), fc.constantFrom(...ODD_TEXTS), long);
  return any.map((text) => cut(text, most)).filter((text) => text !== '');
}

function cut(text: string, most: number): string {
  return text.trim().slice(0, most).toWellFormed().replaceAll('\ufffd', '').trim();
}

const email = fc
  .tuple(fc.stringMatching(/^[a-z0-9]([a-z0-9._+-]{0,20}[a-z0-9])?$/), fc.uuid(), fc.constantFrom('example.com', 'mail.example.co.uk'))
  .map(([local, unique, host]) => `${local.replaceAll('..', '.')}.${unique.slice(0, 13)}@${host}`);
const phone = fc.oneof(fc.constantFrom(...ODD_PHONES), fc.stringMatching(/^\+[1-9]\d{6,13}$/));
const domain = fc.stringMatching(/^([a-z0-9]{1,12}\.){1,2}example\.(com|org)$/);
const LISTS: Readonly<Record<string, fc.Arbitrary<string>>> = { emails: email, phones: phone, domains: domain };

/** What the account can tell of its own. */
export interface Place {
  timeZone: string | undefined;
  stages: readonly { pipelineId: string; stageId: string; index: number }[];
  owners: readonly string[];
}

/** Records of a shape: each member there or empty, but for those that must be. The owner is always named: who makes it owns it else. */
export function records(shape: Shape, place: Place): fc.Arbitrary<Facts> {
  const lists = Object.entries(shape.lists ?? {}).map(([name, most]) => [
    name,
    fc.uniqueArray(LISTS[name] as fc.Arbitrary<string>, { minLength: 1, maxLength: most }),
  ]);
  const counts = Object.entries(shape.counts ?? {}).map(([name, max]) => [
    name,
    fc.oneof(fc.constant(0), fc.constant(max), fc.nat({ max })),
  ]);
  const members: Record<string, fc.Arbitrary<unknown>> = {
    ...Object.fromEntries(Object.entries(shape.texts).map(([name, most]) => [name, phrase(most)])),
    ...Object.fromEntries([...lists, ...counts]),
    ...(shape.money && { amount: money(shape.money, shape.whole === true) }),
    ...(shape.day && { closeAt: day(place.timeZone) }),
    ...(shape.stage && {
      stage: fc
        .constantFrom(...place.stages.filter(({ index }) => index >= (shape.inboxStages ?? 0)))
        .map(({ index: _, ...stage }) => stage),
    }),
    ownerId: fc.constantFrom(...place.owners),
  };
  const requiredKeys = [...shape.always.map((name) => (name === 'stageId' ? 'stage' : name)), 'ownerId'];
  return fc
    .record(members, { requiredKeys })
    .filter((facts) => ['name', 'firstName', 'lastName'].some((name) => facts[name] !== undefined))
    .map(({ stage, ...facts }) => ({ ...facts, ...(stage as object | undefined) }));
}

function money(currencies: readonly string[], whole: boolean): fc.Arbitrary<{ amountMinor: number; currency: string }> {
  const most = 99_999_999_999;
  return fc
    .tuple(fc.constantFrom(...currencies), fc.oneof(fc.constantFrom(0, 1, 5, 1005, most), fc.nat({ max: 1_000_000_000 })))
    .map(([currency, amount]) => ({ currency, amountMinor: whole ? (amount % 1_000_000_000) * 10 ** minorDigits(currency) : amount }));
}

function day(timeZone: string | undefined): fc.Arbitrary<number> {
  const first = Date.UTC(2000, 0, 1) / DAY_MS;
  return fc.integer({ min: first, max: first + 36_500 }).map((days) => {
    const text = new Date(days * DAY_MS).toISOString().slice(0, 10);
    return dayStart(text, timeZone) ?? days * DAY_MS;
  });
}
