import { brandOf, companyDomain, type MailAddress, phoneKey, readMail } from './addresses.ts';
import { countryCode } from './country.ts';
import { foldedWords, foldText, scriptOf, skeleton } from './fold.ts';
import { companyWords } from './legal-forms.ts';
import { type NameWords, readName } from './names.ts';
import type { MatchRecord } from './types.ts';

/** A record made ready for comparing: everything folded once, so that a pair costs no parsing. */
export interface Prepared {
  record: MatchRecord;
  names: NameWords[];
  mails: MailAddress[];
  phones: string[];
  /** Telling words of the company's name (of an org: its own), skeletons. */
  company: string[];
  companyScript: ReturnType<typeof scriptOf>;
  /** Registrable domains that are the company's own. */
  domains: string[];
  brands: string[];
  title: string;
  city: string;
  country: string;
  dob: string;
  street: string;
  postcode: string;
  addresses: string[];
  /** `type value`, folded; the bare value where no type is given. */
  ids: string[];
}

/** Folds a record for comparing. `defaultCountry`: ISO 3166-1 alpha-2, for phones without a country code. */
export function prepare(record: MatchRecord, defaultCountry?: string): Prepared {
  const mails = unique([record.email, ...(record.emails ?? [])])
    .map(readMail)
    .filter((mail) => mail !== undefined);
  const country = countryCode(record.country ?? '') ?? foldText(record.country ?? '');
  const domains = unique([companyDomain(record.website ?? ''), ...mails.filter(({ free }) => !free).map(({ domain }) => domain)]);
  const orgName = record.kind === 'org' ? (record.name ?? record.names?.[0] ?? record.company ?? '') : (record.company ?? '');
  return {
    record,
    names:
      record.kind === 'org'
        ? []
        : [readName(record), ...(record.names ?? []).map((name) => readName({ name }))].filter(({ words }) => words.length > 0),
    mails,
    phones: unique([record.phone, ...(record.phones ?? [])])
      .map((phone) => phoneKey(phone, defaultCountry))
      .filter(Boolean),
    company: companyWords(orgName.slice(0, 300)).slice(0, 12).map(skeleton),
    companyScript: scriptOf(orgName),
    domains,
    brands: unique(domains.map(brandOf)),
    title: foldText(record.title ?? ''),
    city: foldedWords(record.city ?? '')
      .map(skeleton)
      .join(' '),
    country,
    dob: (record.dob ?? '').replace(/\D/g, ''),
    street: foldText(record.street ?? ''),
    postcode: foldText(record.postcode ?? '').replaceAll(' ', ''),
    addresses: (record.addresses ?? []).map((address) => foldText(address.slice(0, 300))),
    ids: unique([record.taxId && `tax ${record.taxId}`, record.nationalId && `national ${record.nationalId}`, ...(record.ids ?? [])]).map(
      (id) => foldText(id).replace(/ (?=[^ ]*$)/, '='),
    ),
  };
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value): value is string => value !== undefined && value.trim() !== ''))];
}
