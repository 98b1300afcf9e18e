import type { ValueKind } from '../model/mapping.ts';

/** What a vendor's type holds. `reference`: the id of another record or user; `unknown`: no type told. */
export type TypeKind = ValueKind | 'choice' | 'flag' | 'reference' | 'place' | 'other' | 'unknown';

/** Vendors' type words, without case and punctuation, by what they hold. Sources: the vendors' field metadata documentation. */
const TYPES: Readonly<Record<Exclude<TypeKind, 'unknown' | 'code'>, string>> = {
  text: 'string text textarea varchar varcharauto varcharoptions stringtype memotype memo longtext richtext multitext html',
  email: 'email',
  phone: 'phone phonenumber',
  domain: 'url website link domain',
  number: 'number int integer double decimal bigint long numeric percent inttype integertype doubletype decimaltype biginttype autonumber',
  money: 'currency monetary money moneytype price',
  day: 'date datetime datetimetype datetime birthday daterange',
  list: 'multipicklist multiselect multiselectpicklist multiselectpicklisttype set multiselecttype tags',
  choice: 'enumeration enum picklist select radio radiobutton picklisttype combobox category statetype statustype status stage',
  flag: 'bool boolean checkbox booleantype',
  reference:
    'reference lookup ownerlookup owner user org people person id lookuptype customertype ownertype uniqueidentifier uniqueidentifiertype userlookup visibleto pipeline project product multimodulelookup',
  place: 'address smartaddress location',
  other: 'timerange time legalentity items file fileupload imageupload base64 trackingdata',
};
const KIND_OF = new Map(
  Object.entries(TYPES).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind as TypeKind] as const)),
);

/** What a vendor's type word holds. */
export function kindOfType(type: string): TypeKind {
  return KIND_OF.get(type.toLowerCase().replace(/[^a-z]/g, '')) ?? 'unknown';
}

/** How well a type suits, 0 to 1. 0 = cannot be it: never proposed and not offered. */
const FIT: Readonly<Record<ValueKind, Partial<Record<TypeKind, number>>>> = {
  text: { text: 1, choice: 1, unknown: 0.95, list: 0.7 },
  code: { text: 1, number: 0.9, unknown: 0.95 },
  email: { email: 1, text: 0.97, unknown: 0.95 },
  phone: { phone: 1, text: 0.97, number: 0.8, unknown: 0.95 },
  domain: { domain: 1, text: 0.97, unknown: 0.95 },
  number: { number: 1, choice: 0.9, text: 0.9, unknown: 0.95 },
  money: { money: 1, number: 1, text: 0.85, choice: 0.7, unknown: 0.95 },
  day: { day: 1, text: 0.8, unknown: 0.95 },
  list: { list: 1, choice: 0.95, text: 0.97, unknown: 0.95 },
};

/** 0 to 1; 0 when a field of this type cannot hold what is wanted. */
export function typeFit(type: string, wanted: ValueKind): number {
  return FIT[wanted][kindOfType(type)] ?? 0;
}

const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]{2,}$/;
const HOST = /^(?:https?:\/\/)?(?:[\p{L}\d-]+\.)+[\p{L}]{2,}(?:[/?#]\S*)?$/iu;

/** Is this a value of that kind? Empty values say nothing and must not be asked about. */
export function looksLike(value: unknown, wanted: ValueKind): boolean {
  switch (wanted) {
    case 'email':
      return texts(value).some((each) => EMAIL.test(each));
    case 'phone':
      return texts(value).some((each) => /^[+()\d\s./#xext-]{5,40}$/i.test(each) && (each.match(/\d/g)?.length ?? 0) >= 5);
    case 'domain':
      return texts(value).some((each) => HOST.test(each) && !EMAIL.test(each));
    case 'number':
      return numberIn(value) !== undefined;
    case 'money':
      return moneyIn(value) !== undefined;
    case 'day':
      return dayIn(value) !== undefined;
    case 'text':
      return texts(value).some((each) => /\p{L}/u.test(each) && each.length <= 200);
    case 'code':
      return texts(value).some((each) => /[\p{L}\d]/u.test(each) && each.length <= 60);
    case 'list':
      return texts(value).some((each) => /\p{L}/u.test(each));
  }
}

/** The texts in a vendor's value: itself, each of several, or what an object holds under `value` or `name`. Trimmed, none empty. */
export function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  const { value: inner, name } = value as { value?: unknown; name?: unknown };
  return inner !== undefined ? texts(inner) : texts(name);
}

/** A count: `1 200`, `1,200`; of a range (`51-200`) its lower end, which is sure. */
export function numberIn(value: unknown): number | undefined {
  const [first] = texts(value);
  const match = first?.match(/^[~<>≈+\s]*(\d[\d\s\u00a0\u202f.,']*)(?:\s*(?:[-–—+%]|to|a|до)\s*[\d\s.,']*)?\+?%?$/iu);
  return match?.[1] === undefined ? undefined : plainNumber(match[1]);
}

/** An amount with the currency the value itself names, if it does: `{ value, currency }`, `EUR 1,200.50`, `1 200`. */
export function moneyIn(value: unknown): { amount: number; currency?: string } | undefined {
  const [first] = texts(value);
  const told = typeof value === 'object' && value !== null && 'currency' in value ? value.currency : undefined;
  const code = typeof told === 'string' ? told : first?.match(/\b[A-Z]{3}\b/)?.[0];
  const digits = first?.replace(/\b[A-Z]{3}\b|[$€£₽¥]/g, '').trim();
  const amount = digits !== undefined && /^-?\d[\d\s\u00a0\u202f.,']*$/.test(digits) ? plainNumber(digits) : undefined;
  return amount === undefined ? undefined : { amount, ...(code !== undefined && /^[A-Z]{3}$/.test(code) && { currency: code }) };
}

/** Groups of three are thousands, the last mark with other than three digits after it is the decimal one. */
function plainNumber(written: string): number | undefined {
  const tight = written.replace(/[\s\u00a0\u202f']/g, '').replace(/[.,]$/, '');
  const last = Math.max(tight.lastIndexOf('.'), tight.lastIndexOf(','));
  const isDecimal = last >= 0 && (tight.length - last - 1 !== 3 || /^-?0[.,]/.test(tight));
  const whole = (isDecimal ? tight.slice(0, last) : tight).replace(/[.,]/g, '');
  const number = Number(isDecimal ? `${whole}.${tight.slice(last + 1)}` : whole);
  return Number.isFinite(number) ? number : undefined;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/;
/** Seconds of the years 1990 to 2100, as vendors write days in whole seconds. */
const SECONDS = [631_152_000, 4_102_444_800] as const;

/** Epoch ms: of ISO text, epoch ms, or epoch seconds. A day without a time is its noon UTC, which is that day nearly everywhere. */
export function dayIn(value: unknown): number | undefined {
  const [first] = texts(value);
  if (first === undefined) return undefined;
  if (/^\d+$/.test(first)) {
    const number = Number(first);
    if (number >= SECONDS[0] && number <= SECONDS[1]) return number * 1000;
    return number >= SECONDS[0] * 1000 && number <= SECONDS[1] * 1000 ? number : undefined;
  }
  if (!DAY.test(first)) return undefined;
  const at = Date.parse(first.length === 10 ? `${first}T12:00:00Z` : first.replace(' ', 'T'));
  return Number.isNaN(at) ? undefined : at;
}
