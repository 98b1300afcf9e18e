import { sumCompanies } from './company-features.ts';
import { mailLikeness, phoneLikeness } from './field-likeness.ts';
import { bestName, sumPeople } from './person-features.ts';
import type { Prepared } from './prepare.ts';
import type { Reason } from './types.ts';

/**
 * Every code a reason may have. `+` speaks for, `-` against, `?` either way as its weight says. Of companies the same codes
 * stand behind `org-` (but for `address.*`, which is one for both).
 */
const SENSE = {
  'address.different': '-',
  'address.same': '+',
  'address.similar': '+',
  'area.different': '-',
  'area.same': '+',
  'city.different': '-',
  'city.same': '+',
  'company.different': '-',
  'company.fits-domain': '+',
  'company.same': '+',
  'company.similar': '+',
  'country.different': '-',
  'country.same': '+',
  'dob.different': '-',
  'dob.near': '+',
  'dob.same': '+',
  'domain.different': '-',
  'domain.same': '+',
  'domain.same-brand': '-',
  'email.colleague': '-',
  'email.different': '-',
  'email.numbered-apart': '-',
  'email.private-and-work': '-',
  'email.same': '+',
  'email.same-local': '+',
  'email.same-shared': '+',
  'email.shared-only': '-',
  'email.similar': '+',
  'gender.different': '-',
  'gender.same': '+',
  'generation.different': '-',
  'id.different': '-',
  'id.same': '+',
  'id.similar': '+',
  'mailbox.fits': '+',
  'mailbox.half-fits': '?',
  'mailbox.misfits': '-',
  'name.common': '-',
  'name.different': '-',
  'name.family-only': '-',
  'name.given-only': '-',
  'name.initial': '+',
  'name.longer': '+',
  'name.missing': '?',
  'name.nickname': '+',
  'name.one-of-two': '-',
  'name.one-word': '?',
  'name.other-script': '?',
  'name.partly': '?',
  'name.rare': '+',
  'name.same': '+',
  'name.similar': '+',
  'name.typo': '+',
  'org-area.different': '-',
  'org-area.same': '+',
  'org-city.different': '-',
  'org-city.same': '+',
  'org-country.different': '-',
  'org-country.same': '+',
  'org-domain.different': '-',
  'org-domain.fits-name': '+',
  'org-domain.same': '+',
  'org-domain.same-brand': '-',
  'org-email.same': '+',
  'org-form.different': '-',
  'org-form.same': '+',
  'org-id.different': '-',
  'org-id.same': '+',
  'org-id.similar': '+',
  'org-name.common': '-',
  'org-name.different': '-',
  'org-name.missing': '?',
  'org-name.other-script': '?',
  'org-name.part': '?',
  'org-name.rare': '+',
  'org-name.same': '+',
  'org-name.similar': '+',
  'org-phone.different': '-',
  'org-phone.same': '+',
  'org-phone.similar': '+',
  'org-phone.switchboard': '?',
  'org-postcode.different': '-',
  'org-postcode.same': '+',
  'org-source.same': '-',
  'phone.different': '-',
  'phone.same': '+',
  'phone.same-other-name': '?',
  'phone.similar': '+',
  'phone.switchboard': '?',
  'postcode.different': '-',
  'postcode.same': '+',
  'source.same': '-',
  'source.same-name': '-',
  'title.different': '-',
  'title.same': '+',
} as const satisfies Record<string, '+' | '-' | '?'>;

/** A code of the closed list. */
export type ReasonCode = keyof typeof SENSE;

/** The closed list of reason codes; the panel has words for each. */
export const REASON_CODES = Object.keys(SENSE) as readonly ReasonCode[];

/** Lighter reasons are left out. */
const LEAST_WEIGHT = 0.05;

/** Facts that speak together, and which of the measured numbers they are. */
interface Evidence {
  features: readonly string[];
  code: ReasonCode | undefined;
  values?: Record<string, string>;
}

/**
 * Why a pair scores as it does: per piece of evidence its code and how far the log-odds would move if nothing were known of
 * it (the numbers of that evidence set to unknown, all others kept). The weights of a pair need not add up to its log-odds:
 * evidence that says the same twice is not counted twice. A weight that contradicts what its code says is left out.
 */
export function explain(
  a: Prepared,
  b: Prepared,
  measured: Float64Array,
  names: readonly string[],
  odds: number,
  oddsOf: (measured: Float64Array) => number,
): Reason[] {
  const value = (name: string) => measured[names.indexOf(name)] ?? -1;
  const all = a.kind === 'org' ? companyEvidence(a, b, value) : personEvidence(a, b, value);
  const reasons: Reason[] = [];
  for (const { features, code, values } of all) {
    if (code === undefined) continue;
    const without = measured.slice();
    for (const feature of features) without[names.indexOf(feature)] = NEUTRAL[feature] ?? -1;
    (a.kind === 'org' ? sumCompanies : sumPeople)(without);
    const weight = Math.round((odds - oddsOf(without)) * 100) / 100;
    const sense = SENSE[code];
    if (Math.abs(weight) < LEAST_WEIGHT || (sense === '+' && weight < 0) || (sense === '-' && weight > 0)) continue;
    reasons.push({ code, weight, ...(values && { values }) });
  }
  return reasons.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight) || (one.code < other.code ? -1 : 1));
}

/** What a number is when nothing is known of it, where that is not -1. */
const NEUTRAL: Readonly<Record<string, number>> = {
  nameExtra: 0,
  nameInitials: 0,
  nameExact: 0,
  nameNick: 0,
  nameCount: 0,
  nameChance: -20,
  nameClash: 0,
  generation: 0,
  cityRecords: -20,
  source: 0,
  extra: 0,
};
const NAME = ['nameMean', 'nameWorst', 'nameExtra', 'nameInitials', 'nameExact', 'nameNick', 'nameCount', 'nameWhole', 'nameClash'];
const RARITY = ['nameRecords', 'nameInOneSource', 'nameGroups', 'nameChance'];
const MAIL = ['mailKey', 'mailLocal', 'mailDomain', 'mailShared', 'mailFree', 'mailOwners', 'mailDigits'];

type Read = (name: string) => number;

function personEvidence(a: Prepared, b: Prepared, value: Read): Evidence[] {
  const name = bestName(a, b);
  const agrees = name.mean >= 0.9;
  const bearers = value('nameRecords');
  return [
    { features: [...NAME, ...RARITY], code: `name.${name.agreement}` },
    { features: RARITY, code: bearers < 0 || !agrees ? undefined : bearers > 2.5 ? 'name.common' : 'name.rare' },
    { features: ['generation'], code: value('generation') > 0 ? 'generation.different' : undefined },
    { features: ['gender'], code: pick(value('gender'), ['gender.different', 'gender.same']) },
    mailEvidence(a, b, value),
    {
      features: ['fitCross', 'fitOwn'],
      code: pick(value('fitCross'), ['mailbox.misfits', 'mailbox.half-fits', 'mailbox.fits'], 0.3, 0.85),
    },
    phoneEvidence(a, b, value, agrees ? undefined : 'phone.same-other-name'),
    {
      features: ['company', 'companyRecords', 'brand'],
      code:
        value('company') >= 0
          ? pick(value('company'), ['company.different', 'company.similar', 'company.same'], 0.85, 0.999)
          : value('brand') > 0.85
            ? 'company.fits-domain'
            : undefined,
    },
    domainEvidence(a, b, value, ''),
    { features: ['city', 'cityRecords'], code: pick(value('city'), ['city.different', 'city.same'], 0.9) },
    { features: ['title'], code: pick(value('title'), ['title.different', 'title.same'], 0.9) },
    { features: ['postcode'], code: pick(value('postcode'), ['postcode.different', 'postcode.same'], 0.95) },
    addressEvidence(value),
    { features: ['country', 'state'], code: pick(value('country'), ['country.different', 'country.same']) },
    { features: ['areas', 'home'], code: pick(value('areas'), ['area.different', 'area.same']) },
    { features: ['day'], code: pick(value('day'), ['dob.different', 'dob.near', 'dob.same'], 0.5, 0.95) },
    { features: ['id'], code: pick(value('id'), ['id.different', 'id.similar', 'id.same'], 0.3, 0.9) },
    { features: ['source'], code: value('source') === 1 ? (agrees ? 'source.same-name' : 'source.same') : undefined },
  ];
}

function companyEvidence(a: Prepared, b: Prepared, value: Read): Evidence[] {
  const bearers = value('nameInOneSource');
  const script = a.companies[0]?.script === b.companies[0]?.script;
  const name: ReasonCode =
    value('name') >= 0
      ? (pick(
          value('name'),
          [value('part') >= 0.99 ? 'org-name.part' : 'org-name.different', 'org-name.similar', 'org-name.same'],
          0.88,
          0.999,
        ) ?? 'org-name.different')
      : a.companies.length > 0 && b.companies.length > 0 && !script
        ? 'org-name.other-script'
        : 'org-name.missing';
  const home = value('areas') < 0 ? value('home') : value('areas');
  return [
    { features: ['name', 'part', 'extra', 'nameRecords', 'nameInOneSource', 'nameGroups', 'words'], code: name },
    {
      features: ['nameRecords', 'nameInOneSource', 'nameGroups'],
      code: bearers < 0 ? undefined : bearers > 1 ? 'org-name.common' : 'org-name.rare',
    },
    { features: ['form'], code: pick(value('form'), ['org-form.different', 'org-form.same']) },
    domainEvidence(a, b, value, 'org-'),
    { features: ['brand'], code: value('domain') < 0 && value('brand') > 0.9 ? 'org-domain.fits-name' : undefined },
    orgPhoneEvidence(a, b, value),
    { features: ['mail'], code: value('mail') === 1 ? 'org-email.same' : undefined },
    { features: ['city'], code: pick(value('city'), ['org-city.different', 'org-city.same'], 0.9) },
    addressEvidence(value),
    { features: ['postcode'], code: pick(value('postcode'), ['org-postcode.different', 'org-postcode.same'], 0.95) },
    { features: ['country'], code: pick(value('country'), ['org-country.different', 'org-country.same']) },
    { features: ['areas', 'home'], code: pick(home, ['org-area.different', 'org-area.same']) },
    { features: ['id'], code: pick(value('id'), ['org-id.different', 'org-id.similar', 'org-id.same'], 0.3, 0.9) },
    { features: ['source'], code: value('source') === 1 ? 'org-source.same' : undefined },
  ];
}

/** The code whose span holds the number: below `first`, below `second`, above; nothing for an unknown one. */
function pick(value: number, codes: readonly ReasonCode[], first = 0.5, second = 2): ReasonCode | undefined {
  if (value < 0) return undefined;
  return codes[value < first ? 0 : value < second ? 1 : 2];
}

function mailEvidence(a: Prepared, b: Prepared, value: Read): Evidence {
  const { same } = mailLikeness(a.mails, b.mails);
  if (value('mailShared') < 0) return { features: MAIL, code: undefined };
  const values = same === undefined ? undefined : { email: same };
  const code = ((): ReasonCode => {
    if (value('mailKey') === 1) return 'email.same';
    if (same !== undefined) return 'email.same-shared';
    if (value('mailShared') > 0) return 'email.shared-only';
    if (value('mailKey') >= 0.95) return 'email.similar';
    if (value('mailLocal') === 1) return value('mailDigits') === 0 ? 'email.numbered-apart' : 'email.same-local';
    if (value('mailDomain') === 2) return 'email.colleague';
    return value('mailFree') === 1 ? 'email.private-and-work' : 'email.different';
  })();
  return { features: MAIL, code, ...(values && { values }) };
}

/** From this many owners on, a phone is a switchboard. */
const SWITCHBOARD_OWNERS = 3;

function phoneEvidence(a: Prepared, b: Prepared, value: Read, otherName: ReasonCode | undefined): Evidence {
  const features = ['phone', 'phoneOwners', 'phoneCompany'];
  const { same } = phoneLikeness(a.phones, b.phones);
  if (same === undefined) return { features, code: pick(value('phone'), ['phone.different', 'phone.similar'], 0.75) };
  const switchboard = value('phoneOwners') >= SWITCHBOARD_OWNERS || value('phoneCompany') === 1;
  return { features, code: switchboard ? 'phone.switchboard' : (otherName ?? 'phone.same'), values: { phone: same } };
}

function orgPhoneEvidence(a: Prepared, b: Prepared, value: Read): Evidence {
  const features = ['phone', 'phoneOwners'];
  const { same } = phoneLikeness(a.phones, b.phones);
  if (same === undefined) return { features, code: pick(value('phone'), ['org-phone.different', 'org-phone.similar'], 0.75) };
  return {
    features,
    code: value('phoneOwners') >= SWITCHBOARD_OWNERS ? 'org-phone.switchboard' : 'org-phone.same',
    values: { phone: same },
  };
}

function domainEvidence(a: Prepared, b: Prepared, value: Read, prefix: '' | 'org-'): Evidence {
  const domain = a.domains.find((each) => b.domains.includes(each));
  const code = pick(value('domain'), [`${prefix}domain.different`, `${prefix}domain.same-brand`, `${prefix}domain.same`], 0.3, 0.9);
  return { features: ['domain'], code, ...(domain !== undefined && { values: { domain } }) };
}

function addressEvidence(value: Read): Evidence {
  const best = Math.max(value('street'), value('address'));
  return { features: ['street', 'address'], code: pick(best, ['address.different', 'address.similar', 'address.same'], 0.7, 0.95) };
}
