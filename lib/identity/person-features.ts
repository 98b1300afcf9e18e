import { initialKey, phoneSuffix } from './crowd.ts';
import { dayLikeness } from './dates.ts';
import { addressLikeness, companyLikeness, idLikeness, mailLikeness, phoneLikeness, textLikeness } from './field-likeness.ts';
import { mailboxFit } from './mailbox-fit.ts';
import { matchNames, type NameMatch } from './names.ts';
import type { Prepared } from './prepare.ts';
import type { Bearers, MatchContext } from './types.ts';

/** What a pair of people is measured by, in the order of the numbers; the model's trees name them by place. */
export const PERSON_FEATURES = [
  'nameMean',
  'nameWorst',
  'nameExtra',
  'nameInitials',
  'nameExact',
  'nameNick',
  'nameCount',
  'nameWhole',
  'nameRecords',
  'nameInOneSource',
  'nameGroups',
  'nameChance',
  'nameClash',
  'generation',
  'gender',
  'mailKey',
  'mailLocal',
  'mailDomain',
  'mailShared',
  'mailFree',
  'mailOwners',
  'mailDigits',
  'fitCross',
  'fitOwn',
  'phone',
  'phoneOwners',
  'phoneCompany',
  'company',
  'companyRecords',
  'brand',
  'domain',
  'city',
  'cityRecords',
  'title',
  'postcode',
  'street',
  'address',
  'country',
  'state',
  'day',
  'id',
  'source',
  'known',
  'knownLeast',
  'areas',
  'home',
  'agreeing',
  'contrary',
] as const;

/** Unknown; below every known number. */
export const UNKNOWN = -1;
/** The same for logarithms, which may be negative. */
const UNKNOWN_LOG = -20;

/** How two people's best fitting names agree. */
export function bestName(a: Prepared, b: Prepared): NameMatch {
  let best: NameMatch = NO_NAME;
  for (const one of a.names) {
    for (const other of b.names) {
      const match = matchNames(one, other);
      if (best.agreement !== 'missing' && quality(match) <= quality(best)) continue;
      best = match;
    }
  }
  return best;
}

const NO_NAME: NameMatch = {
  agreement: 'missing',
  mean: UNKNOWN,
  worst: UNKNOWN,
  exact: 0,
  nick: 0,
  initials: 0,
  extra: 0,
  count: 0,
  clashes: 0,
  whole: UNKNOWN,
  shared: [],
};

function quality({ mean, worst, extra, agreement }: NameMatch): number {
  return agreement === 'other-script' ? -1 : mean + worst - extra * 0.1;
}

function generations(a: Prepared, b: Prepared): number {
  return a.generation === b.generation ? 0 : a.generation === '' || b.generation === '' ? 1 : 2;
}

/** Measures a pair of people; fills `out` in the order of `PERSON_FEATURES` and answers how the names agree. Symmetric. */
export function measurePeople(a: Prepared, b: Prepared, context: MatchContext, out: Float64Array): NameMatch {
  const name = bestName(a, b);
  const compared = name.agreement !== 'missing' && name.agreement !== 'other-script';
  let at = 0;
  out[at++] = compared ? name.mean : UNKNOWN;
  out[at++] = compared ? name.worst : UNKNOWN;
  out[at++] = name.extra;
  out[at++] = name.initials;
  out[at++] = name.exact;
  out[at++] = name.nick;
  out[at++] = name.count;
  out[at++] = compared ? name.whole : UNKNOWN;
  const bearers = bearersOf(name, a, b, context);
  out[at++] = bearers ? Math.log2(bearers.records) : UNKNOWN;
  out[at++] = bearers ? bearers.inOneSource : UNKNOWN;
  out[at++] = bearers ? bearers.groups : UNKNOWN;
  out[at++] = chanceOf(name.shared, context);
  out[at++] = name.clashes;
  out[at++] = generations(a, b);
  out[at++] = a.gender === '' || b.gender === '' ? UNKNOWN : a.gender === b.gender ? 1 : 0;

  const mail = mailLikeness(a.mails, b.mails);
  out[at++] = mail.key;
  out[at++] = mail.local;
  out[at++] = mail.domain;
  out[at++] = mail.shared;
  out[at++] = mail.free;
  const owners = mail.same === undefined ? undefined : context.mailOwners?.get(mail.same);
  out[at++] = owners === undefined ? UNKNOWN : owners;
  out[at++] = mail.digits;
  const fitAB = mailboxFit(a, b);
  const fitBA = mailboxFit(b, a);
  out[at++] = fitAB === UNKNOWN ? fitBA : fitBA === UNKNOWN ? fitAB : Math.min(fitAB, fitBA);
  out[at++] = fitAB === UNKNOWN && fitBA === UNKNOWN ? UNKNOWN : Math.max(a.ownFit, b.ownFit);

  const phone = phoneLikeness(a.phones, b.phones);
  out[at++] = phone.likeness;
  const suffix = phone.same === undefined ? undefined : phoneSuffix(phone.same);
  out[at++] = suffix === undefined ? UNKNOWN : (context.phoneOwners?.get(suffix) ?? UNKNOWN);
  out[at++] = suffix === undefined || !context.companyPhones ? UNKNOWN : Number(context.companyPhones.has(suffix));

  const company = companyLikeness(a.companies, b.companies);
  out[at++] = company.likeness;
  const colleagues = company.same === undefined ? undefined : context.companyBearers?.get(`person ${company.same}`);
  out[at++] = colleagues ? Math.log2(colleagues.records) : UNKNOWN;
  out[at++] = brandLikeness(a, b);
  out[at++] = domainLikeness(a, b);
  out[at++] = textLikeness(a.city, b.city);
  const inCity = a.city !== '' && a.city === b.city ? context.cityRecords?.get(a.city) : undefined;
  out[at++] = inCity === undefined ? UNKNOWN_LOG : Math.log2(inCity / (context.size ?? 1));
  const title = textLikeness(a.title, b.title);
  // Systems word one title in many ways; the sets' single wording would count too much between two records.
  out[at++] = title < 0.9 && context.size === undefined ? UNKNOWN : title;
  out[at++] = textLikeness(a.postcode, b.postcode);
  const street = textLikeness(a.street, b.street);
  const address = addressLikeness(a.addresses, b.addresses);
  out[at++] = street;
  out[at++] = address;
  out[at++] = a.country === '' || b.country === '' ? UNKNOWN : Number(a.country === b.country);
  out[at++] = textLikeness(a.state, b.state);
  const day = a.day && b.day ? dayLikeness(a.day, b.day) : UNKNOWN;
  const id = idLikeness(a.ids, b.ids);
  out[at++] = day;
  out[at++] = id;
  out[at++] = context.oneSource ? UNKNOWN : Number(a.source === b.source);
  out[at++] = a.known + b.known;
  out[at++] = Math.min(a.known, b.known);
  out[at++] = overlap(a.areas, b.areas);
  out[at] = Math.max(overlap(a.areas, b.home), overlap(a.home, b.areas));
  sumPeople(out);
  return name;
}

const PLACE = Object.fromEntries(PERSON_FEATURES.map((name, at) => [name, at])) as Readonly<
  Record<(typeof PERSON_FEATURES)[number], number>
>;

/** Fills the last two numbers from the others: sums of what is telling whatever it is, so that what one kind of data taught holds for another. */
export function sumPeople(out: Float64Array): void {
  const at = (place: number) => out[place] as number;
  const day = at(PLACE.day);
  const id = at(PLACE.id);
  const phone = at(PLACE.phone);
  const mail = at(PLACE.mailKey);
  out[PLACE.agreeing] =
    Number(mail >= 0.95) +
    Number(phone === 1) +
    Number(day === 1) +
    Number(id === 1) +
    Number(at(PLACE.street) > 0.9 || at(PLACE.address) > 0.75);
  out[PLACE.contrary] =
    Number(day >= 0 && day < 0.5) +
    Number(id === 0) +
    Number(at(PLACE.gender) === 0) +
    Number(at(PLACE.generation) === 2) +
    Number(at(PLACE.nameClash) > 0) +
    Number(phone === 0) +
    Number(mail >= 0 && mail < 0.5);
}

/**
 * Log-odds set by hand, for what the benchmark sets do not hold but systems do: a company that numbers its mailboxes
 * (`ana.perez.1@`, `ana.perez.2@`) does so because they are two.
 */
export function handSetPeople(measured: Float64Array): number {
  const at = (place: number) => measured[place] as number;
  return at(PLACE.mailDomain) === 2 && at(PLACE.mailLocal) > 0.9 && at(PLACE.mailDigits) === 0 && at(PLACE.mailKey) < 1 ? -5 : 0;
}

/**
 * Is there anything but name and circumstances? Namesakes at one company have the rest in common too; and a phone, which
 * colleagues share, tells only where names can be compared.
 */
export function isTellingPeople(measured: Float64Array): boolean {
  const agreeing = measured[PLACE.agreeing] as number;
  return agreeing > 1 || (agreeing === 1 && ((measured[PLACE.nameMean] as number) > 0 || (measured[PLACE.phone] as number) < 1));
}

/** Who bears the name that both have in common; `undefined` without a crowd or a name. */
function bearersOf(name: NameMatch, a: Prepared, b: Prepared, { nameBearers }: MatchContext): Bearers | undefined {
  if (!nameBearers || name.shared.length === 0) return undefined;
  const [first = '', second] = name.shared;
  if (second !== undefined) return nameBearers.get(first < second ? `${first} ${second}` : `${second} ${first}`);
  if (name.initials > 0) {
    const words = [a, b].flatMap(({ names }) => names[0]?.full ?? []).filter((word) => word !== first);
    const initial = words.find((word) => word.length === 1);
    if (initial !== undefined) return nameBearers.get(initialKey(initial, first));
  }
  return nameBearers.get(first);
}

/** Binary logarithm of how many records would bear the shared words together, if words met by chance. */
function chanceOf(shared: readonly string[], { nameBearers, size }: MatchContext): number {
  if (!nameBearers || !size || shared.length === 0) return UNKNOWN_LOG;
  let chance = Math.log2(size);
  for (const word of shared) chance += Math.log2((nameBearers.get(word)?.records ?? 1) / size);
  return Math.max(-19, chance);
}

/** Does the web or mail domain of one fit the company's name or domain of the other? For records that lack one of them. */
function brandLikeness(a: Prepared, b: Prepared): number {
  return Math.max(brandOfNamed(a, b), brandOfNamed(b, a));
}

function brandOfNamed({ brands }: Prepared, { companies }: Prepared): number {
  let best = UNKNOWN;
  for (const brand of brands) {
    for (const { joined } of companies) {
      const fits = joined === brand ? 1 : joined.startsWith(brand) || brand.startsWith(joined) ? 0.9 : textLikeness(brand, joined) * 0.9;
      best = Math.max(best, fits);
    }
  }
  return best;
}

function domainLikeness(a: Prepared, b: Prepared): number {
  if (a.domains.length === 0 || b.domains.length === 0) return UNKNOWN;
  for (const domain of a.domains) if (b.domains.includes(domain)) return 1;
  for (const brand of a.brands) if (b.brands.includes(brand)) return 0.5;
  return 0;
}

/** Of two sets of bits: 1 something in common, 0 nothing, -1 one is empty. */
export function overlap(a: number, b: number): number {
  return a === 0 || b === 0 ? UNKNOWN : Number((a & b) !== 0);
}
