import type { CastCompany, CastPerson } from '../cast-types.ts';
import { activity, deal, type Family } from './family.ts';
import { longTimeline } from './long-timeline.ts';
import { DAY, HOUR, type Moments } from './moments.ts';

/** One in so many of the crowd's companies is known here, and one in so many of its people a lead. */
const CROWD_SHARE = 2;
const LEAD_SHARE = 5;
/** Deals of the hand-written families that have a counterpart here: three fates, four currencies. */
const DEALS = new Set(['fleet-tyres-q1', 'winter-set', 'spare-rims', 'spindles', 'bearings', 'dinars', 'best-hubspot']);

/**
 * Zoho CRM's part of the story, drawn from what the others tell and from no dice, so that nothing of theirs moves: all hand-written
 * families, half of the crowd. Everybody is written as in the first system that knows them.
 */
export function withZoho(story: Family, m: Moments): Family {
  const companies = story.companies.map((company) => withCompany(company));
  const here = new Set(companies.filter(isHere).map(({ key }) => key));
  const people = story.people.map((person) => withPerson(person, m));
  const contacts = new Set(
    people.filter((each) => each.copies.some(({ system, as }) => system === 'zoho' && as === 'contact')).map(({ key }) => key),
  );
  const known = new Map(story.people.map((person) => [person.key, modelOf(person)]));
  const local = new Set(people.filter(isHere).map(({ key }) => key));
  const companyOf = (key: string | undefined) => (key !== undefined && here.has(key) ? { companyKey: key } : {});

  const deals = story.deals
    .filter((each) => DEALS.has(each.key) || (each.key.startsWith('deal-') && share(each.key, 3) && here.has(each.companyKey ?? '')))
    .map(({ companyKey, ...each }) =>
      deal(`${each.key}-zoho`, 'zoho', m, {
        ...each,
        title: each.key.startsWith('best-') ? '50% off "deal" *zoho*' : `${each.title} II`,
        personKeys: each.personKeys.filter((key) => contacts.has(key)),
        ...companyOf(companyKey),
      }),
    );
  const activities = story.activities
    .filter((each) => each.personKey !== undefined && local.has(each.personKey) && known.get(each.personKey) === each.system)
    .filter((each) => !/^(ana-perez|ivan-petrov|james-oneil|yuki-tanaka)-\w+-\d+$/.test(each.key))
    .map(({ companyKey, dealKey: _, ...each }) =>
      activity(`${each.key}-zoho`, 'zoho', each.kind, each.at + HOUR, {
        ...each,
        ...(contacts.has(each.personKey ?? '') && companyOf(companyKey)),
      }),
    );
  const long = longTimeline(m, 'zoho', 'ana-perez', 'llantas-norte', 252);
  return {
    companies,
    people,
    deals: [...story.deals, ...deals],
    activities: [
      ...story.activities,
      ...activities.map((each) => (each.kind === 'meeting' ? { ...each, durationMs: each.durationMs ?? DAY / 24 } : each)),
      ...long.activities,
    ],
  };
}

function isHere(entry: { copies: { system: string }[] }): boolean {
  return entry.copies.some((copy) => copy.system === 'zoho');
}

function withCompany(company: CastCompany): CastCompany {
  const [first] = company.copies;
  if (!first || (company.key.startsWith('company-') && !share(company.key, CROWD_SHARE))) return company;
  return { ...company, copies: [...company.copies, { ...first, system: 'zoho' }] };
}

function withPerson(person: CastPerson, m: Moments): CastPerson {
  const crowd = person.key.startsWith('person-');
  if (crowd && !share((person.companyKey ?? person.key).replace('person', 'company'), CROWD_SHARE)) return person;
  const model = modelOf(person);
  const lead = person.key === 'lucia-lead' || (crowd && share(person.key, LEAD_SHARE));
  const copies = person.copies
    .filter((copy) => copy.system === model)
    .map((copy) => ({
      ...copy,
      system: 'zoho' as const,
      as: lead ? ('lead' as const) : ('contact' as const),
      createdAt: Math.min(copy.createdAt + DAY, m.asOf - DAY),
      ...(person.key === 'ana-perez' && { emails: [...copy.emails, 'compras@llantasnorte.mx'] }),
    }));
  return { ...person, copies: [...person.copies, ...copies] };
}

function modelOf(person: CastPerson): string | undefined {
  return (person.copies.find((copy) => copy.system === 'hubspot') ?? person.copies[0])?.system;
}

/** Decided by the key alone, so that every seed has the same share. */
function share(key: string, one: number): boolean {
  return [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 10_007, 7) % one === 0;
}
