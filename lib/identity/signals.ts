import type { MailAddress } from './addresses.ts';
import { foldText, skeleton } from './fold.ts';
import { compareNames, type NameAgreement, type NameWords, nameKeys } from './names.ts';
import { fullForm } from './nicknames.ts';
import { sameCore } from './phone-digits.ts';
import type { Prepared } from './prepare.ts';
import type { MatchContext } from './types.ts';

/** What a pair of records shows, as codes with the values to show; `weights.ts` says how much each counts. */
export interface Signal {
  code: string;
  values?: Record<string, string>;
}

/** From this many family names on, a phone is a switchboard. */
const SWITCHBOARD_OWNERS = 3;
/** From this many bearers on, a name tells little. */
const COMMON_BEARERS = 7;

/** Says less than a whole name, and nothing against. */
const ABBREVIATED: ReadonlySet<NameAgreement> = new Set(['initial', 'one-word', 'other-script', 'missing']);

const NAME_ORDER: readonly NameAgreement[] = [
  'same',
  'longer',
  'nickname',
  'typo',
  'initial',
  'partly',
  'one-word',
  'family-only',
  'given-only',
  'one-of-two',
  'other-script',
  'different',
  'missing',
];

/** Everything two people records show. */
export function peopleSignals(a: Prepared, b: Prepared, context: MatchContext): Signal[] {
  const name = bestName(a, b);
  const strong = name.agreement === 'same' || name.agreement === 'longer' || name.agreement === 'nickname' || name.agreement === 'typo';
  return present([
    { code: `name.${name.agreement}` },
    strong && isCommon(name.of, context) && { code: 'name.common' },
    name.generation && { code: 'generation.different' },
    ...mailSignals(a, b),
    phoneSignal(a, b, context, strong || ABBREVIATED.has(name.agreement) ? 'agrees' : 'differs'),
    companySignal(a, b),
    domainSignal(a, b),
    both(a.title, b.title) && { code: a.title === b.title ? 'title.same' : 'title.different' },
    placeSignal(a, b),
    ...personalSignals(a, b),
    ...idSignals(a, b),
    sameSource(a, b, context) && { code: strong ? 'source.same-name' : 'source.same' },
  ]);
}

/** Everything two company records show. */
export function companySignals(a: Prepared, b: Prepared, context: MatchContext): Signal[] {
  return present([
    { code: `org-name.${a.companyScript === b.companyScript ? companyAgreement(a.company, b.company) : 'other-script'}` },
    domainSignal(a, b, 'org-'),
    phoneSignal(a, b, context, undefined, 'org-'),
    sharedMail(a, b) && { code: 'org-email.same' },
    placeSignal(a, b, 'org-'),
    countryConflict(a, b) && { code: 'org-country.different' },
    addressSignal(a, b),
    ...idSignals(a, b, 'org-'),
    sameSource(a, b, context) && { code: 'org-source.same' },
  ]);
}

function bestName(a: Prepared, b: Prepared): { agreement: NameAgreement; of: NameWords | undefined; generation: boolean } {
  let best: { agreement: NameAgreement; of: NameWords | undefined; generation: boolean } = {
    agreement: 'missing',
    of: undefined,
    generation: false,
  };
  for (const one of a.names) {
    for (const other of b.names) {
      const agreement = compareNames(one, other);
      if (NAME_ORDER.indexOf(agreement) >= NAME_ORDER.indexOf(best.agreement)) continue;
      best = { agreement, of: one, generation: one.generation !== other.generation };
    }
  }
  return best;
}

function isCommon(name: NameWords | undefined, { nameBearers }: MatchContext): boolean {
  if (!name || !nameBearers) return false;
  const bearers = nameKeys(name).map((key) => nameBearers.get(key) ?? 1);
  return bearers.length > 0 && Math.min(...bearers) >= COMMON_BEARERS;
}

function mailSignals(a: Prepared, b: Prepared): (Signal | false)[] {
  if (a.mails.length === 0 || b.mails.length === 0) return [localSignal(a, b)];
  const same = a.mails.find(({ key }) => b.mails.some((other) => other.key === key));
  if (same) return [{ code: same.shared ? 'email.same-shared' : 'email.same', values: { email: same.key } }];
  const own = a.mails.filter(({ shared }) => !shared);
  const others = b.mails.filter(({ shared }) => !shared);
  if (own.some(({ local }) => local.length > 4 && others.some((other) => other.local === local))) return [{ code: 'email.same-local' }];
  if (own.length === 0 || others.length === 0) return [{ code: 'email.shared-only' }, localSignal(a, b)];
  if (own.some((mail) => others.some((other) => isNumberedApart(mail, other)))) return [{ code: 'email.numbered-apart' }];
  const oneDomain = own.some(({ domain, free }) => !free && others.some((other) => other.domain === domain));
  const free = own.some((mail) => mail.free) !== others.some((mail) => mail.free);
  return [{ code: oneDomain ? 'email.colleague' : free ? 'email.private-and-work' : 'email.different' }, localSignal(a, b)];
}

/** `ana.perez.1@` and `ana.perez.2@` of one domain: the number is there because they are two. */
function isNumberedApart(a: MailAddress, b: MailAddress): boolean {
  const [one, other] = [a.local.replace(/\D/g, ''), b.local.replace(/\D/g, '')];
  return a.domain === b.domain && one !== other && one !== '' && other !== '' && a.local.replace(/\d/g, '') === b.local.replace(/\d/g, '');
}

/** Does the mailbox of one fit the name of the other? */
function localSignal(a: Prepared, b: Prepared): Signal | false {
  const fits = [mailboxFit(a, b), mailboxFit(b, a)].filter((fit) => fit !== undefined);
  if (fits.length === 0) return false;
  return { code: fits.includes('no') ? 'mailbox.misfits' : fits.includes('full') ? 'mailbox.fits' : 'mailbox.half-fits' };
}

function mailboxFit({ mails }: Prepared, { names }: Prepared): 'full' | 'half' | 'no' | undefined {
  const boxes = mails.filter(({ shared }) => !shared).map(({ local }) => skeleton(foldText(local).replaceAll(' ', '')));
  const words = names.flatMap((name) => name.words);
  if (boxes.length === 0 || words.length < 2) return undefined;
  const fits = boxes.map(
    (box) => words.filter((word) => (word.length > 2 && box.includes(word)) || fullForm(box) === fullForm(word)).length,
  );
  const initials = boxes.some((box) =>
    words.some(
      (word) =>
        word.length > 2 && box.includes(word) && words.some((other) => other !== word && box.replace(word, '').startsWith(other.charAt(0))),
    ),
  );
  const most = Math.max(...fits);
  return most > 1 || (most === 1 && initials) ? 'full' : most === 1 ? 'half' : 'no';
}

function phoneSignal(a: Prepared, b: Prepared, { phoneOwners }: MatchContext, name?: 'agrees' | 'differs', prefix = ''): Signal | false {
  if (a.phones.length === 0 || b.phones.length === 0) return false;
  const same = a.phones.find((phone) => b.phones.some((other) => sameCore(phone, other)));
  if (same === undefined) return { code: `${prefix}phone.different` };
  const switchboard = (phoneOwners?.get(phoneSuffix(same)) ?? 1) >= SWITCHBOARD_OWNERS;
  // Relatives and colleagues share phones: with another name it is much less.
  const kind = switchboard
    ? name === 'agrees'
      ? 'switchboard-same-name'
      : 'switchboard'
    : name === 'differs'
      ? 'same-other-name'
      : 'same';
  return { code: `${prefix}phone.${kind}`, values: { phone: same } };
}

/** Under which key the owners of a phone are counted: without its country code. */
export function phoneSuffix(phone: string): string {
  return phone.slice(-9);
}

/** How two companies' telling words agree. */
function companyAgreement(a: readonly string[], b: readonly string[]): 'same' | 'part' | 'similar' | 'different' | 'missing' {
  if (a.length === 0 || b.length === 0) return 'missing';
  const [joinedA, joinedB] = [a.join(''), b.join('')];
  if (joinedA === joinedB || [...a].sort().join('') === [...b].sort().join('')) return 'same';
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < long.length && short.every((word) => long.includes(word)) && short.join('').length > 3) return 'part';
  return similarity(joinedA, joinedB) >= 0.8 ? 'similar' : 'different';
}

/** Share of common letter pairs (Dice), 0 to 1. */
function similarity(a: string, b: string): number {
  const pairs = (text: string) => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  const left = pairs(b);
  const total = pairs(a).length + left.length;
  let common = 0;
  for (const pair of pairs(a)) {
    const at = left.indexOf(pair);
    if (at < 0) continue;
    left.splice(at, 1);
    common++;
  }
  return total === 0 ? 0 : (2 * common) / total;
}

function companySignal(a: Prepared, b: Prepared): Signal | false {
  if (a.companyScript !== b.companyScript) return false;
  const agreement = companyAgreement(a.company, b.company);
  if (agreement !== 'missing') return { code: `company.${agreement}` };
  const named = (one: Prepared, other: Prepared) =>
    one.company.length > 0 && other.brands.some((brand) => skeleton(foldText(brand).replaceAll(' ', '')) === one.company.join(''));
  return (named(a, b) || named(b, a)) && { code: 'company.fits-domain' };
}

function domainSignal(a: Prepared, b: Prepared, prefix = ''): Signal | false {
  if (a.domains.length === 0 || b.domains.length === 0) return false;
  const same = a.domains.find((domain) => b.domains.includes(domain));
  if (same) return { code: `${prefix}domain.same`, values: { domain: same } };
  return { code: `${prefix}domain.${a.brands.some((brand) => b.brands.includes(brand)) ? 'same-brand' : 'different'}` };
}

function sharedMail(a: Prepared, b: Prepared): boolean {
  return a.mails.some(({ key }) => b.mails.some((other) => other.key === key));
}

function placeSignal(a: Prepared, b: Prepared, prefix = ''): Signal | false {
  return both(a.city, b.city) && { code: `${prefix}city.${a.city === b.city ? 'same' : 'different'}` };
}

function countryConflict(a: Prepared, b: Prepared): boolean {
  return both(a.country, b.country) && a.country !== b.country;
}

function addressSignal(a: Prepared, b: Prepared): Signal | false {
  if (both(a.street, b.street)) return { code: a.street === b.street ? 'address.same' : 'address.different' };
  return a.addresses.some((address) => b.addresses.some((other) => similarity(address, other) > 0.8)) && { code: 'address.same' };
}

function personalSignals(a: Prepared, b: Prepared): (Signal | false)[] {
  const near = a.dob.length === b.dob.length && [...a.dob].filter((digit, at) => digit !== b.dob[at]).length;
  return [
    both(a.dob, b.dob) && { code: a.dob === b.dob ? 'dob.same' : near === 1 || near === 2 ? 'dob.near' : 'dob.different' },
    addressSignal(a, b),
    both(a.postcode, b.postcode) && { code: a.postcode === b.postcode ? 'postcode.same' : 'postcode.different' },
  ];
}

/** `tax=…` on both sides: equal is near proof, unequal near disproof. Ids of different kinds say nothing. */
function idSignals(a: Prepared, b: Prepared, prefix = ''): (Signal | false)[] {
  if (a.ids.some((id) => b.ids.includes(id))) return [{ code: `${prefix}id.same` }];
  const kinds = new Set(b.ids.map((id) => id.split('=')[0]));
  return [a.ids.some((id) => id.includes('=') && kinds.has(id.split('=')[0])) && { code: `${prefix}id.different` }];
}

function sameSource(a: Prepared, b: Prepared, { oneSource }: MatchContext): boolean {
  return !oneSource && a.record.source === b.record.source;
}

function both(a: string, b: string): boolean {
  return a !== '' && b !== '';
}

function present(signals: readonly (Signal | false)[]): Signal[] {
  return signals.filter((signal): signal is Signal => signal !== false);
}
