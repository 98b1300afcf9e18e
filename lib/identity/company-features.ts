import { phoneSuffix } from './crowd.ts';
import { addressLikeness, companyLikeness, idLikeness, mailLikeness, phoneLikeness, textLikeness } from './field-likeness.ts';
import { overlap } from './person-features.ts';
import type { CompanyName, Prepared } from './prepare.ts';
import type { MatchContext } from './types.ts';

/** What a pair of companies is measured by, in the order of the numbers. */
export const COMPANY_FEATURES = [
  'name',
  'part',
  'extra',
  'form',
  'nameRecords',
  'nameInOneSource',
  'nameGroups',
  'domain',
  'brand',
  'phone',
  'phoneOwners',
  'mail',
  'city',
  'street',
  'postcode',
  'address',
  'country',
  'id',
  'source',
  'known',
  'knownLeast',
  'words',
  'areas',
  'home',
  'agreeing',
] as const;

const UNKNOWN = -1;

/** Measures a pair of companies; fills `out` in the order of `COMPANY_FEATURES`. Symmetric. */
export function measureCompanies(a: Prepared, b: Prepared, context: MatchContext, out: Float64Array): void {
  const name = companyLikeness(a.companies, b.companies);
  const parts = bestParts(a.companies, b.companies);
  const bearers = name.same === undefined ? undefined : context.companyBearers?.get(`org ${name.same}`);
  let at = 0;
  out[at++] = name.likeness;
  out[at++] = parts.share;
  out[at++] = parts.extra;
  out[at++] = forms(a, b);
  out[at++] = bearers ? bearers.records : UNKNOWN;
  out[at++] = bearers ? bearers.inOneSource : UNKNOWN;
  out[at++] = bearers ? bearers.groups : UNKNOWN;
  out[at++] = domains(a, b);
  out[at++] = brandAgainstName(a, b);
  const phone = phoneLikeness(a.phones, b.phones);
  out[at++] = phone.likeness;
  out[at++] = phone.same === undefined ? UNKNOWN : (context.phoneOwners?.get(phoneSuffix(phone.same)) ?? UNKNOWN);
  const mail = a.mails.length > 0 && b.mails.length > 0 ? Number(mailLikeness(a.mails, b.mails).same !== undefined) : UNKNOWN;
  const street = textLikeness(a.street, b.street);
  const postcode = textLikeness(a.postcode, b.postcode);
  const address = addressLikeness(a.addresses, b.addresses);
  const id = idLikeness(a.ids, b.ids);
  out[at++] = mail;
  out[at++] = textLikeness(a.city, b.city);
  out[at++] = street;
  out[at++] = postcode;
  out[at++] = address;
  out[at++] = a.country === '' || b.country === '' ? UNKNOWN : Number(a.country === b.country);
  out[at++] = id;
  out[at++] = context.oneSource ? UNKNOWN : Number(a.source === b.source);
  out[at++] = a.known + b.known;
  out[at++] = Math.min(a.known, b.known);
  out[at++] = Math.min(a.companies[0]?.words.length ?? 0, b.companies[0]?.words.length ?? 0);
  out[at++] = overlap(a.areas, b.areas);
  out[at] = Math.max(overlap(a.areas, b.home), overlap(a.home, b.areas));
  sumCompanies(out);
}

const PLACE = Object.fromEntries(COMPANY_FEATURES.map((name, at) => [name, at])) as Readonly<
  Record<(typeof COMPANY_FEATURES)[number], number>
>;

/** Fills the last number from the others: how many telling facts agree, whatever they are. */
export function sumCompanies(out: Float64Array): void {
  const at = (place: number) => out[place] as number;
  out[PLACE.agreeing] =
    Number(at(PLACE.phone) === 1) +
    Number(at(PLACE.mail) === 1) +
    Number(at(PLACE.id) === 1) +
    Number(at(PLACE.street) > 0.9 || at(PLACE.address) > 0.7) +
    Number(at(PLACE.postcode) === 1);
}

/** Log-odds set by hand: one domain and one phone are one company, whatever two systems call it. */
export function handSetCompanies(measured: Float64Array): number {
  return (measured[PLACE.domain] as number) === 1 && (measured[PLACE.phone] as number) === 1 ? 1.5 : 0;
}

/** Is there anything but name and circumstances? Another company may bear the name. */
export function isTellingCompanies(measured: Float64Array): boolean {
  return (measured[PLACE.agreeing] as number) > 0 || (measured[PLACE.domain] as number) === 1;
}

/** Of the shorter name's words the share that the longer has too, and how many words the longer has besides. */
function bestParts(a: readonly CompanyName[], b: readonly CompanyName[]): { share: number; extra: number } {
  let best = { share: UNKNOWN, extra: 0 };
  for (const one of a) {
    for (const other of b) {
      if (one.script !== other.script) continue;
      const [short, long] = one.words.length <= other.words.length ? [one.words, other.words] : [other.words, one.words];
      // Words that come twice make it matter who asks: then the lower answer counts.
      const common = short.length === long.length ? Math.min(count(short, long), count(long, short)) : count(short, long);
      const share = short.length === 0 ? UNKNOWN : common / short.length;
      if (share > best.share) best = { share, extra: long.length - short.length };
    }
  }
  return best;
}

function count(words: readonly string[], among: readonly string[]): number {
  let found = 0;
  for (const word of words) if (among.includes(word)) found++;
  return found;
}

/** Sister companies in two countries have two legal forms; but one company is written with and without, so unequal says less. */
function forms(a: Prepared, b: Prepared): number {
  const [one, other] = [a.companies[0], b.companies[0]];
  // Whoever transliterates a name translates its form too (ООО, LLC).
  if (!one || !other || one.form === '' || other.form === '' || one.isCyrillic !== other.isCyrillic) return UNKNOWN;
  return Number(one.form === other.form);
}

function domains(a: Prepared, b: Prepared): number {
  if (a.domains.length === 0 || b.domains.length === 0) return UNKNOWN;
  if (a.domains.some((domain) => b.domains.includes(domain))) return 1;
  return a.brands.some((brand) => b.brands.includes(brand)) ? 0.5 : 0;
}

function brandAgainstName(a: Prepared, b: Prepared): number {
  let best = UNKNOWN;
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    for (const brand of one.brands)
      for (const { joined } of other.companies) best = Math.max(best, joined === brand ? 1 : textLikeness(brand, joined) * 0.95);
  return best;
}
