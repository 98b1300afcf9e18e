import type { CastCompany, CastPerson } from '../cast-types.ts';
import { activity, deal, type Family, join } from './family.ts';
import { longTimeline } from './long-timeline.ts';
import { DAY, HOUR, type Moments } from './moments.ts';
import { HOSTILE_HTML, LONG_TEXT, SOQL_TEXT } from './odd.ts';

type CompanyCopy = CastCompany['copies'][number];
type PersonCopy = CastPerson['copies'][number];

/** How Dynamics spells the people that matter most; everybody else is spelt as in one of the other systems. */
const SPELLINGS: Readonly<Record<string, readonly Partial<PersonCopy>[]>> = {
  'ana-perez': [
    {
      firstName: 'Ana',
      lastName: 'Pérez Gómez',
      emails: ['ana.perez@llantasnorte.mx', 'ana.perez.gomez@gmail.com'],
      phones: ['+52 81 1234 5678'],
      title: 'Compras',
      custom: { language: 'es', source: 'Referral' },
    },
  ],
  'ivan-petrov': [{ firstName: 'Ivan', lastName: 'Petrov', emails: ['ivan.petrov@vektor-msk.ru'], phones: ['+7 (495) 123-45-67'] }],
  'james-oneil': [{ firstName: 'James', lastName: "O'Neil", emails: ['James.ONeil@oneilhaulage.com'], phones: ['303-555-0142'] }],
  'yuki-tanaka': [{ firstName: 'Yuki', lastName: 'Tanaka', emails: ['y.tanaka@tanaka-seimitsu.co.jp'], phones: ['+81 3-5201-1234'] }],
  'lucia-lead': [{ as: 'lead', lastName: 'Fernández', emails: ['lucia@floreslucia.es'], phones: ['+34954221010'] }],
  twin: [{ emails: ['tina@twin.example'] }, { emails: ['tina@twin.example', 'tina.twin@twin.example'] }],
};
/** Whose spelling is taken over: the systems the story was first told in. */
const MODELS: ReadonlySet<string> = new Set(['hubspot', 'salesforce', 'pipedrive', 'amocrm']);
/** Known to one other system alone, which is their point. */
const ELSEWHERE = new Set(['olga-alone', 'peter-alone']);

/**
 * The story with Dynamics' share: copies of the hand-written people and of about half the crowd, deals and activities of its own.
 * Everything is added behind what is there and decided by the keys, not by the dice, so the other systems' share stays as it was.
 */
export function withDynamics(story: Family, m: Moments): Family {
  const companies = story.companies.map((company) => (isHere(company.key, 50) ? addCompany(company) : company));
  const here = new Set(companies.filter(({ copies }) => copies.at(-1)?.system === 'dynamics').map(({ key }) => key));
  const people = story.people.map((person) => (isPersonHere(person, here) ? addPerson(person) : person));
  const added = people.filter(({ copies }) => copies.at(-1)?.system === 'dynamics');
  return join([
    { ...story, companies, people },
    heroes(m),
    { companies: [], people: [], deals: crowdDeals(added, m), activities: crowdActivities(added, m) },
    longTimeline(m, 'dynamics', 'ana-perez', 'llantas-norte', 256),
  ]);
}

function isPersonHere({ key, companyKey, copies }: CastPerson, companies: ReadonlySet<string>): boolean {
  return copies.length > 0 && !ELSEWHERE.has(key) && isHere(key, 70) && (companyKey === undefined || companies.has(companyKey));
}

/** Hand-written ones always, `share` per cent of the crowd. */
function isHere(key: string, share: number): boolean {
  return !/^(?:company|person)-\d/.test(key) || hash(key) % 100 < share;
}

function addCompany(company: CastCompany): CastCompany {
  const model = company.copies.findLast(({ system }) => MODELS.has(system));
  if (!model) return company;
  const copy: CompanyCopy = { ...model, system: 'dynamics' };
  return { ...company, copies: [...company.copies, copy] };
}

function addPerson(person: CastPerson): CastPerson {
  // The crowd's first copy always has address and phone; of the hand-written ones the last is spelt most moderately.
  const model = person.key.startsWith('person-') ? person.copies[0] : person.copies.findLast(({ system }) => MODELS.has(system));
  if (!model) return person;
  const lead = person.key.startsWith('person-') && hash(person.key) % 6 === 0;
  const usual = { ...model, ...(hash(person.key) % 3 !== 0 && { phones: model.phones.map(bare) }) };
  const copies = (SPELLINGS[person.key] ?? [{}]).map((spelling, nth): PersonCopy => {
    const createdAt = model.createdAt + nth * 5 * DAY;
    return {
      ...usual,
      as: lead ? 'lead' : 'contact',
      ...spelling,
      system: 'dynamics',
      createdAt,
      changedAt: Math.max(createdAt, model.changedAt),
    };
  });
  return { ...person, copies: [...person.copies, ...copies] };
}

/** International numbers without their separators. */
const bare = (phone: string) => (phone.startsWith('+') ? phone.replace(/[^\d+]/g, '') : phone);

function heroes(m: Moments): Family {
  const ana = { personKey: 'ana-perez', companyKey: 'llantas-norte' };
  return {
    companies: [],
    people: [],
    deals: [
      deal('forklift-tyres', 'dynamics', m, {
        title: 'Forklift tyres',
        companyKey: 'llantas-norte',
        personKeys: ['ana-perez'],
        amountMinor: 7_450_050,
        currency: 'MXN',
        stageIndex: 2,
        closeAt: m.inDays(33),
      }),
      deal('tanaka-rollers', 'dynamics', m, {
        title: 'ローラー',
        companyKey: 'tanaka-seimitsu',
        personKeys: ['yuki-tanaka'],
        amountMinor: 4_200_000,
        currency: 'JPY',
        stageIndex: 3,
        closeAt: m.inDays(50),
      }),
      deal('sabah-cardamom', 'dynamics', m, {
        title: 'Cardamom',
        companyKey: 'sabah-trading',
        personKeys: ['fatima-alsabah'],
        amountMinor: 9_876_543,
        currency: 'KWD',
        stageIndex: 0,
      }),
      deal('vektor-workshop', 'dynamics', m, {
        title: 'Сервисный договор',
        companyKey: 'vektor',
        personKeys: ['ivan-petrov'],
        amountMinor: 180_000_000,
        currency: 'RUB',
        stageIndex: 4,
        status: 'won',
        closeAt: m.daysAgo(61),
        changedAt: m.daysAgo(61),
      }),
      deal('oneil-trailers', 'dynamics', m, {
        title: "O'Neil trailers",
        companyKey: 'oneil-sons',
        personKeys: ['james-oneil'],
        amountMinor: 25_000_000,
        currency: 'USD',
        stageIndex: 1,
        closeAt: m.inDays(21),
      }),
      deal('best-dynamics', 'dynamics', m, {
        title: '50% off "deal" *dynamics*',
        companyKey: 'best-co',
        personKeys: ['zoe-rocket', 'percent'],
        amountMinor: 1_000_000,
        currency: 'USD',
        stageIndex: 1,
        closeAt: m.inDays(14),
      }),
    ],
    activities: [
      activity('ana-dynamics-call', 'dynamics', 'call', m.daysAgo(4, 2), {
        ...ana,
        dealKey: 'forklift-tyres',
        title: 'Solid or pneumatic',
        text: 'Solid ones for the cold store, pneumatic for the yard.',
        direction: 'in',
        durationMs: 540_000,
        done: true,
      }),
      activity('ana-dynamics-mail', 'dynamics', 'email', m.daysAgo(7), {
        ...ana,
        title: 'Forklift list',
        text: 'The list of our forklifts is attached.',
        direction: 'in',
      }),
      activity('ana-dynamics-note', 'dynamics', 'note', m.daysAgo(9), { ...ana, text: 'Yard is being repaved in January.' }),
      activity('ana-dynamics-task', 'dynamics', 'task', m.daysAgo(3), {
        ...ana,
        title: 'Measure rim widths',
        dueAt: m.inDays(2),
        done: false,
      }),
      activity('zoe-html-dynamics', 'dynamics', 'note', m.daysAgo(1), { personKey: 'zoe-rocket', text: HOSTILE_HTML }),
      activity('zoe-long-dynamics', 'dynamics', 'note', m.daysAgo(2), { personKey: 'zoe-rocket', text: LONG_TEXT }),
      activity('zoe-soql-dynamics', 'dynamics', 'task', m.daysAgo(3), {
        personKey: 'zoe-rocket',
        title: SOQL_TEXT,
        dueAt: m.inDays(2),
        done: false,
      }),
      activity('zoe-rtl-dynamics', 'dynamics', 'note', m.daysAgo(4), {
        personKey: 'zoe-rocket',
        text: 'مرحبا \u202Eexe.txt\u202C 🏳️‍🌈 שלום',
      }),
    ],
  };
}

const TITLES = ['Annual plan', 'Spare parts', 'Maintenance', 'Extension 2027'];

function crowdDeals(people: readonly CastPerson[], m: Moments): Family['deals'] {
  const contacts = people.filter(({ key, copies }) => key.startsWith('person-') && copies.at(-1)?.as === 'contact' && hash(key) % 3 === 1);
  return contacts.map(({ key, companyKey, copies }, index) => {
    const seed = hash(`${key}-deal`);
    const createdAt = m.daysAgo(20 + (seed % 200));
    return deal(`${key}-dynamics-deal`, 'dynamics', m, {
      title: TITLES[seed % TITLES.length] ?? 'Deal',
      ...(companyKey !== undefined && { companyKey }),
      personKeys: [key],
      amountMinor: (1 + (seed % 300)) * 75_000,
      currency: index % 4 === 0 ? 'USD' : 'EUR',
      stageIndex: seed % 5,
      status: (['open', 'open', 'won', 'lost'] as const)[seed % 4] ?? 'open',
      closeAt: m.inDays((seed % 90) - 20),
      createdAt,
      changedAt: createdAt + DAY,
      ownerIndex: copies.at(-1)?.ownerIndex ?? 0,
    });
  });
}

function crowdActivities(people: readonly CastPerson[], m: Moments): Family['activities'] {
  const kinds = ['note', 'call', 'email', 'meeting', 'task'] as const;
  return people
    .filter(({ key }) => key.startsWith('person-'))
    .flatMap(({ key, copies }) =>
      Array.from({ length: hash(`${key}-activities`) % 5 }, (_, nth) => {
        const seed = hash(`${key}-${nth}`);
        const kind = kinds[seed % kinds.length] ?? 'note';
        const at = m.daysAgo(1 + (seed % 180));
        return activity(`${key}-dynamics-${nth}`, 'dynamics', kind, at, {
          personKey: key,
          ownerIndex: copies.at(-1)?.ownerIndex ?? 0,
          text: 'Asked about delivery times.',
          ...(kind !== 'note' && { title: `Follow-up ${nth + 1}` }),
          ...((kind === 'call' || kind === 'email') && { direction: seed % 2 === 0 ? ('in' as const) : ('out' as const) }),
          ...(kind === 'call' && { durationMs: 60_000 * (1 + (seed % 30)) }),
          ...(kind === 'meeting' && { durationMs: HOUR, done: true }),
          ...(kind === 'task' && { dueAt: at + 3 * DAY, done: seed % 3 !== 0 }),
        });
      }),
    );
}

/** A number from a text, the same everywhere (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (value ^ (value >>> 15)) >>> 0;
}
