import { brandOf, companyDomain, type MailAddress, phoneKey, readMail } from './addresses.ts';
import { countryCode } from './country.ts';
import { type Day, readDay } from './dates.ts';
import { foldedWords, foldText, scriptOf, skeleton } from './fold.ts';
import { companyWords, legalForm, withoutAttachedForm } from './legal-forms.ts';
import { mailboxFit } from './mailbox-fit.ts';
import { type NameWords, readName } from './names.ts';
import { lettersOf } from './similarity.ts';
import type { MatchRecord } from './types.ts';
import { areasOf, homeOf, readCity } from './zones.ts';

/** A company's name in words that can be compared. */
export interface CompanyName {
  /** Telling words, skeletons, without legal form. */
  words: readonly string[];
  joined: string;
  sorted: string;
  /** Its letters as bits. */
  letters: number;
  script: ReturnType<typeof scriptOf>;
  /** '' when the name has none. */
  form: string;
  isCyrillic: boolean;
}

/** A record made ready for comparing: everything folded once, so that a pair costs no parsing. */
export interface Prepared {
  id: string;
  source: string;
  kind: 'person' | 'org';
  names: readonly NameWords[];
  mails: readonly MailAddress[];
  /** Digits, `phoneKey`. */
  phones: readonly string[];
  /** Of an org its own names, of a person the employer's. */
  companies: readonly CompanyName[];
  /** Registrable domains that are the company's own. */
  domains: readonly string[];
  /** Their first labels, and the same as skeletons. */
  brands: readonly string[];
  title: string;
  city: string;
  state: string;
  country: string;
  day: Day | undefined;
  street: string;
  postcode: string;
  addresses: readonly (readonly string[])[];
  /** `type=value`, folded; the bare value where no type is given. */
  ids: readonly string[];
  gender: '' | 'f' | 'm';
  /** Language areas it works in and where its brand is at home, as bits (`zones.ts`). */
  areas: number;
  home: number;
  /** `jr`, `sr` …, from the name or the mailbox. */
  generation: string;
  /** How well its mailbox fits its own name (`mailboxFit`). */
  ownFit: number;
  /** How many kinds of facts are known. */
  known: number;
}

/** Folds a record for comparing. `defaultCountry`: ISO 3166-1 alpha-2, for phones without a country code. */
export function prepare(record: MatchRecord, defaultCountry?: string): Prepared {
  const mails = unique([record.email, ...(record.emails ?? [])])
    .map(readMail)
    .filter((mail) => mail !== undefined);
  const domains = unique([companyDomain(record.website ?? ''), ...mails.filter(({ free }) => !free).map(({ domain }) => domain)]);
  const isOrg = record.kind === 'org';
  const orgNames = isOrg ? unique([record.name, ...(record.names ?? []), record.company]) : unique([record.company]);
  const companies = orgNames.slice(0, 6).map(readCompany);
  const names = isOrg ? [] : personNames(record);
  const city = readCity(record.city ?? '');
  const country = countryCode(record.country ?? '') ?? foldText(record.country ?? '');
  const rawPhones = unique([record.phone, ...(record.phones ?? [])]);
  const prepared = {
    id: record.id,
    source: record.source,
    kind: record.kind,
    names,
    mails,
    phones: rawPhones.map((phone) => phoneKey(phone, defaultCountry)).filter(Boolean),
    companies,
    domains,
    brands: unique(domains.map((domain) => joinedSkeleton(brandOf(domain)))),
    title: foldText(record.title ?? ''),
    city,
    state: foldText(record.state ?? ''),
    country,
    day: readDay(record.dob ?? ''),
    street: foldText(`${record.street ?? ''} ${record.street2 ?? ''}`),
    postcode: foldText(record.postcode ?? '').replaceAll(' ', ''),
    addresses: (record.addresses ?? []).map((address) => foldedWords(address.slice(0, 300)).slice(0, 24)),
    ids: unique([record.taxId && `tax:${record.taxId}`, record.nationalId && `national:${record.nationalId}`, ...(record.ids ?? [])]).map(
      readId,
    ),
    gender: readGender(record.gender),
    areas: areasOf({ country, city, form: isOrg ? (companies[0]?.form ?? '') : '', phones: rawPhones }),
    home: homeOf(domains, orgNames[0] ?? ''),
    generation:
      names.find(({ generation }) => generation !== '')?.generation ?? mails.find(({ generation }) => generation !== '')?.generation ?? '',
  };
  return { ...prepared, ownFit: mailboxFit(prepared, prepared), known: countKnown(prepared) };
}

function personNames(record: MatchRecord): NameWords[] {
  const read = [readName(record), ...(record.names ?? []).slice(0, 6).map((name) => readName({ name }))].filter(
    ({ words }) => words.length > 0,
  );
  return [...new Map(read.map((name) => [`${name.sorted}|${name.generation}`, name])).values()];
}

function readCompany(written: string): CompanyName {
  const name = withoutAttachedForm(written.slice(0, 300));
  const words = companyWords(name).slice(0, 8).map(skeleton);
  return {
    words,
    joined: words.join(''),
    sorted: words.toSorted().join(' '),
    letters: lettersOf(words.join('')),
    script: scriptOf(name),
    form: legalForm(name),
    isCyrillic: /\p{Script=Cyrillic}/u.test(name),
  };
}

function joinedSkeleton(text: string): string {
  return skeleton(foldText(text).replaceAll(' ', ''));
}

/** `TYPE:value:issuer` or `type value`; the issuer is spelt too freely to count. */
function readId(id: string): string {
  const [type = '', value] = id.includes(':') ? id.split(':') : id.split(/ (?=[^ ]*$)/);
  return value === undefined ? foldText(type) : `${foldText(type)}=${foldText(value).replaceAll(' ', '')}`;
}

function readGender(gender = ''): '' | 'f' | 'm' {
  const folded = foldText(gender);
  if (/^(f|female|w|weiblich|mujer|femenino|zh|zhenskii)$/.test(folded)) return 'f';
  return /^(m|male|mannlich|hombre|masculino|muzhskoi)$/.test(folded) ? 'm' : '';
}

function countKnown(prepared: Omit<Prepared, 'known' | 'ownFit'>): number {
  const { names, mails, phones, companies, title, city, day, street, postcode, ids, domains } = prepared;
  return [
    names.length,
    mails.length,
    phones.length,
    companies.length,
    title.length,
    city.length,
    day ? 1 : 0,
    street.length,
    postcode.length,
    ids.length,
    domains.length,
  ].filter((count) => count > 0).length;
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value): value is string => value !== undefined && value.trim() !== ''))];
}

const remembered = new WeakMap<MatchRecord, { country: string | undefined; prepared: Prepared }>();

/** `prepare`, once per record object: the last country and kind asked for are remembered. */
export function prepared(record: MatchRecord, defaultCountry: string | undefined, kind: 'person' | 'org'): Prepared {
  const known = remembered.get(record);
  if (known && known.country === defaultCountry && known.prepared.kind === kind) return known.prepared;
  const made = prepare(record.kind === kind ? record : { ...record, kind }, defaultCountry);
  remembered.set(record, { country: defaultCountry, prepared: made });
  return made;
}
