import type { CastActivity, CastPerson, CastSystem } from '../cast-types.ts';
import type { Dice } from '../random.ts';
import { activity, type CompanySpelling, company, deal, type Family, join, type PersonSpelling, person } from './family.ts';
import { DAY, HOUR, type Moments } from './moments.ts';
import { NAMES, type NamePart, TITLES } from './names.ts';
import { COMPANY_STEMS, INDUSTRIES, PLACES, type Place, plain } from './places.ts';

const SYSTEMS: readonly CastSystem[] = ['hubspot', 'salesforce', 'pipedrive', 'amocrm'];

/** Everybody who is not hand-written: companies of every culture, each known to one to four systems, with their people. */
export function crowd(dice: Dice, m: Moments, companies: number): Family {
  return join(
    Array.from({ length: companies }, (_, index) => {
      const place = PLACES[index % PLACES.length];
      if (!place) throw new RangeError('no places');
      return firm(dice, m, index, place);
    }),
  );
}

function firm(dice: Dice, m: Moments, index: number, place: Place): Family {
  const stems = COMPANY_STEMS[place.culture];
  const stem = stems[Math.floor(index / 2) % stems.length];
  if (!stem) throw new RangeError('no company names');
  const key = `company-${index}`;
  const host = `${stem.domain}${index >= stems.length * 2 ? index : ''}.${place.tld}`;
  const switchboard = number(dice, place);
  const employees = dice.pick([4, 12, 35, 80, 150, 400, 1200, 6000]);
  const here = dice.some(SYSTEMS, dice.pick([1, 2, 2, 3, 3, 4, 4]));
  const shared = {
    currency: place.currency,
    country: place.country,
    city: place.city,
    industry: dice.pick(INDUSTRIES),
    ...(dice.chance(0.7) && { employees }),
    ...(dice.chance(0.5) && { revenueMinor: employees * dice.int(2_000_000, 20_000_000) }),
  };
  const copies = here.map((system): CompanySpelling => {
    const createdAt = m.daysAgo(dice.int(120, 1500));
    return {
      system,
      name: companyName(dice, stem, place),
      ...(dice.chance(0.85) && { domain: host }),
      ...(dice.chance(0.7) && { phone: spell(dice, switchboard, place) }),
      createdAt,
      changedAt: createdAt + Math.floor(dice.next() * (m.asOf - createdAt)),
      ownerIndex: dice.int(0, 3),
    };
  });
  const people = Array.from({ length: dice.pick([1, 2, 2, 2, 3, 4]) }, (_, each) =>
    employee(dice, m, { key: `person-${index}-${each}`, company: key, host, place, here, switchboard }),
  );
  const family = {
    companies: [company(key, m, shared, copies)],
    people,
    deals: deals(dice, m, key, index, place, here, people),
    activities: [],
  };
  return { ...family, activities: people.flatMap((each) => activities(dice, m, each, here)) };
}

function companyName(dice: Dice, stem: { latin: string; home: string }, place: Place): string {
  const base = dice.chance(0.5) ? stem.home : stem.latin;
  const form = dice.pick(place.forms);
  if (form === '') return dice.chance(0.15) ? base.toUpperCase() : base;
  return ['ООО', 'АО', '株式会社'].includes(form) ? (form === '株式会社' ? `${form}${base}` : `${form} «${base}»`) : `${base} ${form}`;
}

interface Seat {
  key: string;
  company: string;
  host: string;
  place: Place;
  here: readonly CastSystem[];
  switchboard: string;
}

function employee(dice: Dice, m: Moments, seat: Seat): CastPerson {
  const { first, last } = NAMES[seat.place.culture];
  const given = dice.pick(first);
  const surname = dice.pick(last);
  const family = given.woman ? (surname.she ?? surname) : surname;
  const address = `${plain(given.latin)}.${plain(family.latin)}`;
  const own = number(dice, seat.place);
  const title = dice.pick(TITLES);
  const active = dice.chance(0.6);
  const where = dice.some(seat.here, dice.int(1, seat.here.length));
  const copies = where.map((system, nth): PersonSpelling => {
    const lead = system === 'salesforce' && dice.chance(0.2);
    const createdAt = m.daysAgo(dice.int(20, 1100));
    return {
      system,
      as: lead ? 'lead' : 'contact',
      ...fullName(dice, given, family),
      emails: addresses(dice, address, seat, nth === 0),
      phones: phones(dice, own, seat, nth === 0),
      ...(dice.chance(0.75) && { title: dice.chance(0.85) ? title : dice.pick(TITLES) }),
      ...(dice.chance(0.6) && { country: seat.place.country, city: seat.place.city }),
      createdAt,
      changedAt: createdAt + Math.floor(dice.next() * (m.asOf - createdAt)),
      ownerIndex: dice.int(0, 3),
      custom: active ? behaviour(dice, seat.place) : {},
    };
  });
  return person(seat.key, seat.company, m, {}, copies);
}

/** One system writes both parts in one script, now and then in another spelling. */
function fullName(dice: Dice, given: NamePart, family: NamePart): { firstName: string; lastName: string } {
  const home = dice.chance(0.5);
  const spelling = (part: NamePart) => {
    const own = (home ? part.home : undefined) ?? part.latin;
    const others = part.also?.filter((other) => isLatin(other) === isLatin(own)) ?? [];
    return others.length > 0 && dice.chance(0.25) ? dice.pick(others) : own;
  };
  return { firstName: spelling(given), lastName: spelling(family) };
}

function isLatin(text: string): boolean {
  return /^\p{Script=Latin}/u.test(text);
}

/** Mostly one work address; sometimes another alias, upper case, a private one, or none. The first copy always has one. */
function addresses(dice: Dice, address: string, seat: Seat, first: boolean): string[] {
  // The seat's key keeps namesakes of one firm apart.
  const work = `${address}.${seat.key.split('-').slice(1).join('')}@${seat.host}`;
  const roll = dice.next();
  if (first || roll < 0.62) return [work];
  if (roll < 0.72) return [work.replace(/^\w/, (letter) => letter.toUpperCase()).replace(seat.host, seat.host.toUpperCase())];
  if (roll < 0.84) return [`${address}${seat.key.replaceAll(/\D/g, '')}@${dice.pick(['gmail.com', 'mail.ru', 'outlook.com'])}`, work];
  if (roll < 0.92) return [`${address[0]}${address.split('.')[1]}.${seat.key.split('-').slice(1).join('')}@${seat.host}`];
  return [];
}

function phones(dice: Dice, own: string, seat: Seat, first: boolean): string[] {
  const roll = dice.next();
  if (first || roll < 0.55) return [spell(dice, own, seat.place)];
  if (roll < 0.7) return [spell(dice, seat.switchboard, seat.place)];
  if (roll < 0.8) return [spell(dice, number(dice, seat.place), seat.place)];
  if (roll < 0.88) return [spell(dice, own, seat.place), spell(dice, seat.switchboard, seat.place)];
  return [];
}

/** A subscriber number as digits with its separators; the place says the rest. */
function number(dice: Dice, place: Place): string {
  return place.phone.subscriber.replaceAll('#', () => String(dice.int(0, 9)));
}

function spell(dice: Dice, subscriber: string, place: Place): string {
  const { country, area, trunk } = place.phone;
  const digits = subscriber.replaceAll(/\D/g, '');
  const national = area === '' ? subscriber : trunk === '8' ? `8 (${area}) ${subscriber}` : `(${trunk}${area}) ${subscriber}`;
  return dice.pick([
    `+${country} ${area} ${subscriber}`.replace('  ', ' '),
    `+${country}${area}${digits}`,
    `+${country} (${area || '0'}) ${subscriber}`.replace('(0) ', ''),
    national,
  ]);
}

function behaviour(dice: Dice, place: Place): CastPerson['copies'][number]['custom'] {
  const custom: Record<string, string | number> = { language: place.culture };
  if (dice.chance(0.7)) custom.source = dice.pick(['Web form', 'Trade fair', 'Referral', 'Cold call', 'Partner']);
  if (dice.chance(0.8)) custom.pageViews = dice.int(0, 60);
  if (dice.chance(0.6)) custom.visits = dice.int(0, 20);
  if (dice.chance(0.7)) custom.emailOpens = dice.int(0, 15);
  if (dice.chance(0.5)) custom.emailClicks = dice.int(0, 6);
  if (dice.chance(0.4)) custom.contentDownloads = dice.int(0, 5);
  if (dice.chance(0.3)) custom.utmCampaign = dice.pick(['spring-2026', 'webinar-14', 'fleet-2026']);
  return custom;
}

function deals(
  dice: Dice,
  m: Moments,
  companyKey: string,
  index: number,
  place: Place,
  here: readonly CastSystem[],
  people: readonly CastPerson[],
): Family['deals'] {
  return Array.from({ length: dice.pick([0, 1, 1, 2, 3]) }, (_, each) => {
    const system = dice.pick(here);
    const contacts = people
      .filter((one) => one.copies.some((copy) => copy.system === system && copy.as === 'contact'))
      .map((one) => one.key);
    const status = dice.pick(['open', 'open', 'open', 'won', 'lost'] as const);
    const createdAt = m.daysAgo(dice.int(10, 300));
    const changedAt = createdAt + Math.floor(dice.next() * (m.asOf - createdAt));
    return deal(`deal-${index}-${each}`, system, m, {
      title: dice.pick(['New licences', 'Renewal', 'Pilot', 'Framework 2027', 'Extension', 'Обновление парка', 'Mantenimiento anual']),
      companyKey,
      personKeys: dice.some(contacts, dice.int(0, Math.min(3, contacts.length))),
      ...(dice.chance(0.9) && { amountMinor: dice.int(1, 400) * 50_000 + dice.int(0, 99) }),
      currency: dice.chance(0.8) ? place.currency : 'EUR',
      stageIndex: dice.int(0, 4),
      status,
      ...(dice.chance(0.8) && { closeAt: status === 'open' ? m.asOf + dice.int(-20, 120) * DAY : changedAt }),
      createdAt,
      changedAt,
      ownerIndex: dice.int(0, 3),
    });
  });
}

function activities(dice: Dice, m: Moments, who: CastPerson, companyIn: readonly CastSystem[]): CastActivity[] {
  return who.copies.flatMap((copy, nth) =>
    Array.from({ length: dice.pick([0, 1, 2, 3, 5, 8]) }, (_, each) => {
      const kind = dice.pick(['note', 'task', 'call', 'email', 'meeting', 'email'] as const);
      const at = copy.createdAt + Math.floor(dice.next() * (m.asOf - copy.createdAt));
      return activity(`${who.key}-${copy.system}-${nth}-${each}`, copy.system, kind, at, {
        personKey: who.key,
        ...(copy.as === 'contact' &&
          who.companyKey !== undefined &&
          companyIn.includes(copy.system) &&
          dice.chance(0.6) && { companyKey: who.companyKey }),
        ownerIndex: dice.int(0, 3),
        ...describe(dice, kind, at, m),
      });
    }),
  );
}

function describe(dice: Dice, kind: CastActivity['kind'], at: number, m: Moments): Partial<CastActivity> {
  const text = dice.pick([
    'Asked for a new quote.',
    'Пришлите, пожалуйста, счёт.',
    'Quiere una demostración.',
    'Happy with the last delivery.',
    'No answer, try again.',
    'Price is the issue; competitor is 8% below.',
  ]);
  const direction = dice.chance(0.5) ? ('in' as const) : ('out' as const);
  switch (kind) {
    case 'note':
      return { text };
    case 'task': {
      const dueAt = at + dice.int(0, 20) * DAY;
      return {
        title: dice.pick(['Send the quote', 'Call back', 'Перезвонить', 'Enviar contrato']),
        dueAt,
        done: dueAt < m.asOf ? dice.chance(0.85) : false,
      };
    }
    case 'call':
      return { text, direction, durationMs: dice.int(10, 1800) * 1000, outcome: dice.pick(['Connected', 'No answer', 'Busy']) };
    case 'email':
      return { title: dice.pick(['Quote', 'Re: Quote', 'Invoice', 'Question about delivery']), text, direction };
    case 'meeting':
      return { title: dice.pick(['Introduction', 'Demo', 'Negotiation']), text, durationMs: HOUR, done: true };
  }
}
