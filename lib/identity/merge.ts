import type { FieldSource, MergedField, MergedProfile } from '../model/customer.ts';
import type { CompanyRecord, PersonRecord, RecordRef, SystemRecord } from '../model/records.ts';
import { countryCode } from './country.ts';
import { foldedWords, foldText, skeleton } from './fold.ts';
import { companyWords } from './legal-forms.ts';
import { type FieldChoice, type FieldRule, mergeField, rankFor } from './merge-fields.ts';
import { phoneCore, sameCore } from './phone-digits.ts';

export type { FieldChoice } from './merge-fields.ts';
export { mergeTimeline } from './merge-timeline.ts';

/** A field of the profile. */
export type ProfileField = keyof MergedProfile['fields'];

/** Whose value each field shows first, until the rep says otherwise. */
export const DEFAULT_RULES: Readonly<Record<ProfileField, FieldChoice>> = {
  name: { by: 'page' },
  title: { by: 'page' },
  companyName: { by: 'page' },
  email: { by: 'page' },
  phone: { by: 'page' },
  city: { by: 'page' },
  country: { by: 'page' },
  owner: { by: 'page' },
  industry: { by: 'page' },
  employees: { by: 'page' },
  revenue: { by: 'page' },
  website: { by: 'page' },
  taxId: { by: 'page' },
};

/** What the merge may know beside the records. */
export interface MergeOptions {
  /** System and account of the page: its word counts first. */
  own?: Pick<RecordRef, 'system' | 'account'>;
  /** Owner ids mean something in their own account only; without a name the owner is left out. */
  ownerName?(ref: RecordRef): string | undefined;
  /** Per field whose value comes first; fields not named keep `DEFAULT_RULES`. Decides the order of values, never loses one. */
  rules?: Partial<Record<ProfileField, FieldChoice>>;
}

/** So much of a text is compared: a name is no longer, and a text that was pasted into its field must not hold up the panel. */
const LONGEST = 300;
const words = (text: string) => text.split(' ');
const isPart = (short: string[], long: string[]) =>
  short.every((word) => long.some((other) => other === word || (word.length === 1 && other.startsWith(word))));

/** Word order, case, accents and script do not matter; a name without the second surname, or with an initial, agrees. */
const nameRule: FieldRule<string> = {
  key: (name) => foldedWords(name.slice(0, LONGEST)).map(skeleton).sort().join(' '),
  agree: (a, b) => isPart(words(a), words(b)) || isPart(words(b), words(a)),
};
const companyRule: FieldRule<string> = {
  key: (name) => companyWords(name.slice(0, LONGEST)).map(skeleton).join(' '),
  agree: (a, b) => isPart(words(a), words(b)) || isPart(words(b), words(a)),
};
const textRule: FieldRule<string> = { key: (text) => foldedWords(text.slice(0, LONGEST)).map(skeleton).join(' ') };
const countryRule: FieldRule<string> = { key: (text) => countryCode(text) ?? foldText(text) };
const emailRule: FieldRule<string> = { key: (email) => email.trim().toLowerCase(), many: true };
const phoneRule: FieldRule<string> = { key: (phone) => phoneCore(phone) || phone.trim(), agree: sameCore, joins: true, many: true };
const websiteRule: FieldRule<string> = {
  key: (address) =>
    address
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/^www\./, '')
      .replace(/[/?#].*$/, ''),
  many: true,
};
const taxRule: FieldRule<string> = { key: (id) => id.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '') };
const numberRule: FieldRule<number> = { key: String };
const moneyRule: FieldRule<{ amountMinor: number; currency: string }> = {
  key: ({ amountMinor, currency }) => `${amountMinor} ${currency}`,
};

type Person = SystemRecord & PersonRecord;
type Company = SystemRecord & CompanyRecord;

/**
 * One profile out of the records that identity has linked as one person (or one company); records of another kind than the
 * first are left out. Order of the records does not matter but for that; no value is lost. `undefined` when there is none.
 */
export function mergeProfile(records: readonly SystemRecord[], options: MergeOptions = {}): MergedProfile | undefined {
  const kind = records.find((record) => record.kind === 'person' || record.kind === 'company')?.kind;
  if (kind !== 'person' && kind !== 'company') return undefined;
  const people = records.filter((record): record is Person => record.kind === 'person');
  const companies = records.filter((record): record is Company => record.kind === 'company');
  const one: readonly (Person | Company)[] = kind === 'person' ? people : companies;
  const rank = rankFor(options.own);

  function field<R extends SystemRecord, T>(
    name: ProfileField,
    of: readonly R[],
    rule: FieldRule<T>,
    read: (record: R) => T | readonly T[] | undefined,
  ) {
    const sources = of.flatMap((record) =>
      listed(read(record)).map(
        (value): FieldSource<T> => ({ ref: record.ref, value, ...(record.changedAt !== undefined && { changedAt: record.changedAt }) }),
      ),
    );
    return mergeField(sources, rule, rankFor(options.own, options.rules?.[name] ?? DEFAULT_RULES[name]));
  }

  const fields = {
    name: field('name', one, kind === 'person' ? nameRule : companyRule, (record) => record.name),
    email: field('email', one, emailRule, (record) => record.emails),
    phone: field('phone', one, phoneRule, (record) => record.phones),
    city: field('city', one, textRule, (record) => record.city),
    country: field('country', one, countryRule, (record) => record.country),
    owner: field('owner', one, nameRule, (record) => options.ownerName?.(record.ref)),
    ...(kind === 'person'
      ? {
          title: field('title', people, textRule, ({ title }) => title),
          companyName: field('companyName', people, companyRule, ({ companyName }) => companyName),
        }
      : {
          website: field('website', companies, websiteRule, ({ domains }) => domains),
          industry: field('industry', companies, textRule, ({ industry }) => industry),
          employees: field('employees', companies, numberRule, ({ employees }) => employees),
          revenue: field('revenue', companies, moneyRule, ({ revenue }) => revenue),
          taxId: field('taxId', companies, taxRule, ({ taxId }) => taxId),
        }),
  };
  const refs = one.map(({ ref, changedAt }) => ({ ref, value: '', ...(changedAt !== undefined && { changedAt }) }));
  return { kind, refs: refs.sort(rank).map(({ ref }) => ref), fields: withoutAbsent(fields) };
}

/** Empty text is no statement. */
function listed<T>(value: T | readonly T[] | undefined): T[] {
  const all = (Array.isArray(value) ? value : [value]) as (T | undefined)[];
  return all.filter((each): each is T => each !== undefined && !(typeof each === 'string' && each.trim() === ''));
}

function withoutAbsent(fields: Record<string, MergedField<unknown> | undefined>): MergedProfile['fields'] {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)) as MergedProfile['fields'];
}
