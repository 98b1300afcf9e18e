import { minorDigits, NO_CURRENCY } from '../model/currency.ts';
import type { CanonicalField, MappedField } from '../model/mapping.ts';
import type { CompanyRecord, DealRecord, Money, PersonRecord, RecordFacts, SystemRecord } from '../model/records.ts';
import { dayIn, looksLike, moneyIn, numberIn, texts } from './values.ts';

type Source = Pick<MappedField, 'key' | 'options'>;
type Fields = Partial<Record<CanonicalField, Source>>;

/**
 * A record with what the rep's mapping says about it. Values come from `custom`; one that is empty or not of the right sort changes
 * nothing. A mapped value stands in the place of the system's own; e-mails, phones and web addresses are added, the mapped first.
 * `currency`: of amounts that name none.
 */
export function applyMapping(record: SystemRecord, fields: Fields, currency?: string): SystemRecord {
  if (Object.keys(fields).length === 0) return record;
  const read = reader(record, fields, currency);
  switch (record.kind) {
    case 'person':
      return person(record, read);
    case 'company':
      return company(record, read);
    case 'deal':
      return deal(record, read);
    default:
      return record;
  }
}

type Reader = ReturnType<typeof reader>;

function reader(record: SystemRecord, fields: Fields, currency: string | undefined) {
  const { custom } = record;
  const value = (name: CanonicalField): unknown => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field && Object.hasOwn(custom, field.key) ? shown(field, custom[field.key]) : undefined;
  };
  return {
    text: (name: CanonicalField) => texts(value(name))[0],
    all: (name: CanonicalField) => texts(value(name)),
    number: (name: CanonicalField) => numberIn(value(name)),
    day: (name: CanonicalField) => dayIn(value(name)),
    money(name: CanonicalField): Money | undefined {
      const found = moneyIn(value(name));
      return found && toMoney(found.amount, found.currency ?? ownCurrency(record) ?? currency ?? NO_CURRENCY);
    },
  };
}

/** The record's other amounts are in the currency that this one is in, too. */
function ownCurrency(record: SystemRecord): string | undefined {
  const told = 'revenue' in record ? record.revenue : 'amount' in record ? record.amount : undefined;
  return told?.currency;
}

/** A coded choice as what it stands for. */
function shown({ options }: Pick<Source, 'options'>, value: unknown): unknown {
  if (!options) return value;
  if (Array.isArray(value)) return value.map((each) => shown({ options }, each));
  const code = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  return code !== undefined && Object.hasOwn(options, code) ? options[code] : value;
}

function person(record: SystemRecord & PersonRecord, read: Reader): SystemRecord {
  const facts = factsOf(read, {
    industry: read.text('industry'),
    employees: read.number('employees'),
    revenue: read.money('revenue'),
    emailsOpened: read.number('emailsOpened'),
    emailsClicked: read.number('emailsClicked'),
    replies: read.number('replies'),
  });
  return {
    ...record,
    ...defined({
      name: read.text('name'),
      firstName: read.text('firstName'),
      lastName: read.text('lastName'),
      title: read.text('title'),
      companyName: read.text('companyName'),
      city: read.text('city'),
      country: read.text('country'),
    }),
    emails: joined(suitable(read.all('emails'), 'email'), record.emails),
    phones: joined(suitable(read.all('phones'), 'phone'), record.phones),
    ...(facts && { facts: { ...record.facts, ...facts } }),
  };
}

function company(record: SystemRecord & CompanyRecord, read: Reader): SystemRecord {
  const facts = factsOf(read, {});
  return {
    ...record,
    ...defined({
      name: read.text('name'),
      industry: read.text('industry'),
      employees: read.number('employees'),
      revenue: read.money('revenue'),
      city: read.text('city'),
      country: read.text('country'),
      taxId: read.text('taxId'),
    }),
    domains: joined(suitable(read.all('domains'), 'domain').map(hostOf), record.domains),
    emails: joined(suitable(read.all('emails'), 'email'), record.emails),
    phones: joined(suitable(read.all('phones'), 'phone'), record.phones),
    ...(facts && { facts: { ...record.facts, ...facts } }),
  };
}

function deal(record: SystemRecord & DealRecord, read: Reader): SystemRecord {
  const chance = read.number('probabilityPct');
  return {
    ...record,
    ...defined({
      name: read.text('name'),
      amount: read.money('amount'),
      closeAt: read.day('closeAt'),
      probabilityPct: chance !== undefined && chance >= 0 && chance <= 100 ? chance : undefined,
    }),
  };
}

function factsOf(read: Reader, own: { [K in keyof RecordFacts]: RecordFacts[K] | undefined }): RecordFacts | undefined {
  const technologies = read.all('technologies').flatMap((each) =>
    each
      .split(/[;,]/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  );
  const facts = defined({
    ...own,
    technologies: technologies.length > 0 ? technologies : undefined,
    websiteVisits: read.number('websiteVisits'),
    contentDownloads: read.number('contentDownloads'),
  });
  return Object.keys(facts).length > 0 ? (facts as RecordFacts) : undefined;
}

const suitable = (values: readonly string[], kind: 'email' | 'phone' | 'domain') => values.filter((value) => looksLike(value, kind));
const joined = (first: readonly string[], then: readonly string[]) => [...new Set([...first, ...then])];

/** `https://www.Acme.com/about` → `acme.com`. */
function hostOf(site: string): string {
  return site
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*$/, '');
}

function toMoney(amount: number, currency: string): Money | undefined {
  if (!/^[A-Z]{3}$/.test(currency)) return toMoney(amount, NO_CURRENCY);
  const amountMinor = Math.round(amount * 10 ** minorDigits(currency));
  return Number.isSafeInteger(amountMinor) ? { amountMinor, currency } : undefined;
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
