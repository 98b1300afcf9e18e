import { activity, company, deal, type Family, person } from './family.ts';
import { DAY, HOUR, type Moments } from './moments.ts';
import { smallTalk } from './small-talk.ts';

/** Ana Pérez of Llantas Norte: the demo's main story. Two systems agree on her phone, one differs, one has none. */
export function llantasNorte(m: Moments): Family {
  const firm = 'llantas-norte';
  const place = { country: 'MX', city: 'Monterrey' };
  const known = { ...place, title: 'Head of Purchasing' };
  const at = { companyKey: firm, personKey: 'ana-perez' };
  return {
    companies: [
      company(
        firm,
        m,
        {
          ...place,
          currency: 'MXN',
          domain: 'llantasnorte.mx',
          phone: '+52 81 8000 1000',
          industry: 'Transportation',
          employees: 240,
          revenueMinor: 18_600_000_000,
        },
        [
          { system: 'hubspot', name: 'Llantas Norte' },
          { system: 'salesforce', name: 'Llantas Norte S.A. de C.V.', employees: 250, ownerIndex: 1 },
          { system: 'pipedrive', name: 'LLANTAS NORTE' },
          { system: 'amocrm', name: 'Llantas Norte SA de CV', phone: '8180001000' },
        ],
      ),
    ],
    people: [
      person('ana-perez', firm, m, known, [
        {
          system: 'hubspot',
          firstName: 'Ana',
          lastName: 'Pérez',
          emails: ['ana.perez@llantasnorte.mx'],
          phones: ['+52 81 1234 5678'],
          changedAt: m.daysAgo(0, 5),
          custom: {
            language: 'es',
            source: 'Trade fair',
            pageViews: 34,
            visits: 12,
            emailOpens: 9,
            emailClicks: 4,
            contentDownloads: 3,
            utmCampaign: 'fleet-2026',
          },
        },
        {
          system: 'salesforce',
          firstName: 'Ana',
          lastName: 'Perez',
          emails: ['ana.perez@llantasnorte.mx'],
          phones: ['+52 (81) 1234-5678'],
          title: 'Purchasing Manager',
          ownerIndex: 1,
          custom: { language: 'es', source: 'Trade fair' },
        },
        {
          system: 'pipedrive',
          firstName: 'Ana',
          lastName: 'Pérez Gómez',
          emails: ['Ana.Perez@LlantasNorte.mx', 'compras@llantasnorte.mx'],
          phones: ['+52 81 8765 4321'],
          custom: { source: 'Web form' },
        },
        { system: 'amocrm', firstName: 'Ana', lastName: 'Pérez', emails: ['ana.perez@llantasnorte.mx'], phones: [], custom: {} },
      ]),
      person('luis-garza', firm, m, { ...place, title: 'Fleet Manager', phones: ['+52 81 8000 1000'] }, [
        { system: 'hubspot', firstName: 'Luis', lastName: 'Garza', emails: ['luis.garza@llantasnorte.mx'] },
        { system: 'pipedrive', firstName: 'Luis', lastName: 'Garza Treviño', emails: ['luis.garza@llantasnorte.mx'] },
        { system: 'salesforce', firstName: 'Luis', lastName: 'Garza', emails: ['lgarza@llantasnorte.mx'] },
      ]),
      person('carmen-soto', firm, m, { ...place, title: 'Chief Financial Officer', phones: ['+52 81 8000 1000'] }, [
        { system: 'hubspot', firstName: 'Carmen', lastName: 'Soto', emails: ['carmen.soto@llantasnorte.mx'] },
        { system: 'salesforce', firstName: 'Carmen', lastName: 'Soto de León', emails: ['carmen.soto@llantasnorte.mx'] },
        { system: 'amocrm', firstName: 'Carmen', lastName: 'Soto', emails: [] },
      ]),
    ],
    deals: [
      deal('fleet-tyres-q1', 'hubspot', m, {
        title: 'Fleet tyres Q1',
        companyKey: firm,
        personKeys: ['ana-perez', 'luis-garza', 'carmen-soto'],
        amountMinor: 42_000_000,
        currency: 'MXN',
        stageIndex: 2,
        closeAt: m.inDays(18),
      }),
      deal('tyre-service-2027', 'salesforce', m, {
        title: 'Tyre service 2027',
        companyKey: firm,
        personKeys: ['ana-perez', 'luis-garza'],
        amountMinor: 8_150_000,
        currency: 'MXN',
        stageIndex: 1,
        closeAt: m.inDays(75),
        ownerIndex: 1,
      }),
      deal('retreads', 'pipedrive', m, {
        title: 'Retreads, second lot',
        companyKey: firm,
        personKeys: ['ana-perez'],
        amountMinor: 4_820_000,
        currency: 'MXN',
        stageIndex: 3,
        closeAt: m.daysAgo(4),
      }),
      deal('winter-set', 'amocrm', m, {
        title: 'Winter set 2025',
        companyKey: firm,
        personKeys: ['ana-perez'],
        amountMinor: 12_600_000,
        currency: 'MXN',
        stageIndex: 4,
        status: 'won',
        closeAt: m.daysAgo(190),
        changedAt: m.daysAgo(190),
      }),
      deal('spare-rims', 'hubspot', m, {
        title: 'Spare rims',
        companyKey: firm,
        personKeys: ['ana-perez'],
        amountMinor: 960_000,
        currency: 'MXN',
        stageIndex: 1,
        status: 'lost',
        closeAt: m.daysAgo(120),
        changedAt: m.daysAgo(120),
      }),
    ],
    activities: [
      activity('ana-call', 'hubspot', 'call', m.daysAgo(2, 3), {
        ...at,
        dealKey: 'fleet-tyres-q1',
        title: 'Call with Ana',
        text: 'She wants the price list before Friday.',
        direction: 'out',
        outcome: 'Connected',
        durationMs: 372_000,
      }),
      activity('ana-mail-in', 'salesforce', 'email', m.daysAgo(3, 1), {
        ...at,
        title: 'Re: Price list Q1',
        text: 'Gracias, Marta. ¿Incluye el flete?',
        direction: 'in',
      }),
      activity('ana-note', 'amocrm', 'note', m.daysAgo(5), {
        ...at,
        text: 'Prefers WhatsApp before 10:00. Budget is approved in December.',
      }),
      activity('ana-meeting', 'pipedrive', 'meeting', m.daysAgo(8, 4), {
        ...at,
        dealKey: 'retreads',
        title: 'Plant visit',
        text: 'Walked through the workshop with Ana.',
        durationMs: HOUR,
        done: true,
      }),
      activity('ana-meeting-next', 'salesforce', 'meeting', m.inDays(3, 2), {
        ...at,
        title: 'Quarterly review',
        durationMs: HOUR,
        dueAt: m.inDays(3, 2),
      }),
      activity('ana-task-today', 'hubspot', 'task', m.daysAgo(1), {
        ...at,
        title: 'Send the price list',
        dueAt: m.asOf + 2 * HOUR,
        done: false,
      }),
      activity('ana-task-late', 'pipedrive', 'task', m.daysAgo(6), {
        ...at,
        title: 'Check retread warranty',
        dueAt: m.daysAgo(1),
        done: false,
      }),
      activity('ana-task-done', 'amocrm', 'task', m.daysAgo(14), {
        ...at,
        title: 'Invoice copy to Carmen',
        dueAt: m.daysAgo(12),
        done: true,
        outcome: 'Sent',
      }),
    ],
  };
}

/** Иван Петров of «Вектор»: Latin in two systems, Cyrillic in two, a Kuznetsov-sized trap of namesakes at other firms. */
export function vektor(m: Moments): Family {
  const place = { country: 'RU', city: 'Москва' };
  return {
    companies: [
      company(
        'vektor',
        m,
        { ...place, currency: 'RUB', domain: 'vektor-msk.ru', phone: '+7 495 123-45-00', industry: 'Manufacturing', employees: 85 },
        [
          { system: 'hubspot', name: 'Vektor LLC', city: 'Moscow' },
          { system: 'salesforce', name: 'Vektor', city: 'Moscow' },
          { system: 'pipedrive', name: 'ООО "Вектор"' },
          { system: 'amocrm', name: 'ООО «Вектор»', phone: '8 (495) 123-45-00' },
        ],
      ),
      company(
        'vektor-plus',
        m,
        {
          country: 'RU',
          city: 'Казань',
          currency: 'RUB',
          domain: 'vektorplus-kzn.ru',
          phone: '+7 843 200-11-22',
          industry: 'Retail',
          employees: 12,
        },
        [
          { system: 'amocrm', name: 'ООО «Вектор Плюс»' },
          { system: 'salesforce', name: 'Vektor Plus' },
        ],
      ),
    ],
    people: [
      person('ivan-petrov', 'vektor', m, { ...place, title: 'Коммерческий директор' }, [
        {
          system: 'amocrm',
          firstName: 'Иван',
          lastName: 'Петров',
          emails: ['ivan.petrov@vektor-msk.ru'],
          phones: ['8 (495) 123-45-67'],
          custom: { language: 'ru', source: 'Выставка', pageViews: 11, emailOpens: 5 },
        },
        {
          system: 'hubspot',
          firstName: 'Ivan',
          lastName: 'Petrov',
          emails: ['ivan.petrov@vektor-msk.ru'],
          phones: ['+7 495 123-45-67'],
          title: 'Commercial Director',
          city: 'Moscow',
          custom: { language: 'ru', pageViews: 8, visits: 3, emailOpens: 2 },
        },
        {
          system: 'salesforce',
          firstName: 'Ivan',
          lastName: 'Petrov',
          emails: ['I.Petrov@vektor-msk.ru'],
          phones: ['+74951234567'],
          title: 'Sales Director',
          city: 'Moscow',
        },
        {
          system: 'pipedrive',
          firstName: 'Иван Сергеевич',
          lastName: 'Петров',
          emails: ['ivan.s.petrov@mail.ru'],
          phones: ['+7 495 123-45-67'],
        },
      ]),
      person('ivan-petrov-kazan', 'vektor-plus', m, { country: 'RU', city: 'Казань', title: 'Закупщик' }, [
        { system: 'amocrm', firstName: 'Иван', lastName: 'Петров', emails: ['petrov@vektorplus-kzn.ru'], phones: ['+7 843 200-11-33'] },
        { system: 'salesforce', firstName: 'Ivan', lastName: 'Petrov', emails: ['petrov@vektorplus-kzn.ru'], phones: ['+7 843 200-11-33'] },
      ]),
      person('anna-petrova', 'vektor', m, { ...place, title: 'Бухгалтер', phones: ['+7 495 123-45-00'] }, [
        { system: 'amocrm', firstName: 'Анна', lastName: 'Петрова', emails: ['buh@vektor-msk.ru'] },
        { system: 'pipedrive', firstName: 'Анна', lastName: 'Петрова', emails: ['buh@vektor-msk.ru'] },
      ]),
    ],
    deals: [
      deal('stanki', 'amocrm', m, {
        title: 'Станки, партия 2',
        companyKey: 'vektor',
        personKeys: ['ivan-petrov', 'anna-petrova'],
        amountMinor: 187_500_000,
        currency: 'RUB',
        stageIndex: 3,
        closeAt: m.inDays(11),
      }),
      deal('vektor-spares', 'hubspot', m, {
        title: 'Spare parts contract',
        companyKey: 'vektor',
        personKeys: ['ivan-petrov'],
        amountMinor: 1_250_000,
        currency: 'EUR',
        stageIndex: 1,
        closeAt: m.inDays(40),
      }),
      deal('vektor-service', 'salesforce', m, {
        title: 'Service level upgrade',
        companyKey: 'vektor',
        personKeys: ['ivan-petrov'],
        amountMinor: 34_000_000,
        currency: 'RUB',
        stageIndex: 2,
        closeAt: m.inDays(33),
      }),
      deal('vektor-training', 'pipedrive', m, {
        title: 'Обучение операторов',
        companyKey: 'vektor',
        personKeys: ['ivan-petrov'],
        amountMinor: 9_900_000,
        currency: 'RUB',
        stageIndex: 0,
        closeAt: m.inDays(25),
      }),
    ],
    activities: [
      activity('ivan-call', 'amocrm', 'call', m.daysAgo(1, 2), {
        personKey: 'ivan-petrov',
        companyKey: 'vektor',
        text: 'Просит скидку 5 %',
        direction: 'in',
        durationMs: 254_000,
        outcome: 'Дозвонились',
      }),
      activity('ivan-task', 'amocrm', 'task', m.daysAgo(4), {
        personKey: 'ivan-petrov',
        title: 'Отправить договор',
        dueAt: m.inDays(1),
        done: false,
      }),
      activity('ivan-note', 'hubspot', 'note', m.daysAgo(6), {
        personKey: 'ivan-petrov',
        companyKey: 'vektor',
        text: 'Decision maker; speaks English. Контракт на подписи.',
      }),
    ],
  };
}

/** James O'Neil: an apostrophe everywhere it can hurt, a duplicate inside one system, dollars and dinars. */
export function oneil(m: Moments): Family {
  const place = { country: 'US', city: 'Denver' };
  return {
    companies: [
      company(
        'oneil-sons',
        m,
        {
          ...place,
          currency: 'USD',
          domain: 'oneilhaulage.com',
          phone: '+1 303 555 0100',
          industry: 'Transportation',
          employees: 1200,
          revenueMinor: 21_000_000_000,
        },
        [
          { system: 'hubspot', name: "O'Neil & Sons Haulage" },
          { system: 'salesforce', name: "O'Neil & Sons Haulage, Inc." },
          { system: 'pipedrive', name: 'ONeil and Sons Haulage' },
          { system: 'amocrm', name: "O'Neil & Sons" },
        ],
      ),
    ],
    people: [
      person('james-oneil', 'oneil-sons', m, { ...place, title: 'VP Fleet' }, [
        {
          system: 'salesforce',
          firstName: 'James',
          lastName: "O'Neil",
          emails: ['james.oneil@oneilhaulage.com'],
          phones: ['(303) 555-0142'],
          custom: { source: 'Referral', language: 'en' },
        },
        {
          system: 'hubspot',
          firstName: 'James',
          lastName: "O'Neil",
          emails: ['james.oneil@oneilhaulage.com'],
          phones: ['+13035550142'],
          custom: { pageViews: 3, emailOpens: 1, visits: 1 },
        },
        {
          system: 'hubspot',
          firstName: 'Jim',
          lastName: "O'Neil",
          emails: ['jim@oneilhaulage.com'],
          phones: ['+1 303-555-0142'],
          createdAt: m.daysAgo(30),
          ownerIndex: 2,
        },
        {
          system: 'pipedrive',
          firstName: 'Jim',
          lastName: 'O’Neill',
          emails: ['jim@oneilhaulage.com', 'james.oneil@oneilhaulage.com'],
          phones: ['303.555.0142'],
        },
        { system: 'amocrm', firstName: 'James', lastName: "O'Neil", emails: ['JAMES.ONEIL@oneilhaulage.com'], phones: ['13035550143'] },
      ]),
    ],
    deals: [
      deal('fleet-renewal', 'salesforce', m, {
        title: 'Fleet renewal "big one"',
        companyKey: 'oneil-sons',
        personKeys: ['james-oneil'],
        amountMinor: 128_000_000,
        currency: 'USD',
        stageIndex: 3,
        closeAt: m.inDays(9),
      }),
      deal('oneil-pilot', 'pipedrive', m, {
        title: 'Pilot: 12 trucks',
        companyKey: 'oneil-sons',
        personKeys: ['james-oneil'],
        amountMinor: 1_234_567,
        currency: 'KWD',
        stageIndex: 1,
        closeAt: m.inDays(50),
      }),
      deal('oneil-trial', 'hubspot', m, {
        title: "James' trial",
        companyKey: 'oneil-sons',
        personKeys: ['james-oneil'],
        amountMinor: 99_95,
        currency: 'USD',
        stageIndex: 4,
        closeAt: m.inDays(1),
      }),
      deal('oneil-tyres', 'amocrm', m, {
        title: 'Tyres for trailers',
        companyKey: 'oneil-sons',
        personKeys: ['james-oneil'],
        amountMinor: 750_000,
        currency: 'USD',
        stageIndex: 0,
      }),
    ],
    activities: [
      activity('james-call', 'salesforce', 'call', m.daysAgo(0, 20), {
        personKey: 'james-oneil',
        companyKey: 'oneil-sons',
        dealKey: 'fleet-renewal',
        title: 'Left a message',
        direction: 'out',
        outcome: 'Voicemail',
        durationMs: 31_000,
      }),
      activity('james-note', 'pipedrive', 'note', m.daysAgo(12), {
        personKey: 'james-oneil',
        text: 'It\'s "fine", he said — 100% sure; don\'t chase.',
      }),
    ],
  };
}

/** Yuki Tanaka: kanji and Latin, yen without minor units. */
export function tanaka(m: Moments): Family {
  const place = { country: 'JP', city: '東京' };
  return {
    companies: [
      company(
        'tanaka-seimitsu',
        m,
        {
          ...place,
          currency: 'JPY',
          domain: 'tanaka-seimitsu.co.jp',
          phone: '+81 3-5201-1000',
          industry: 'Manufacturing',
          employees: 430,
          revenueMinor: 9_800_000_000,
        },
        [
          { system: 'hubspot', name: 'Tanaka Seimitsu K.K.', city: 'Tokyo' },
          { system: 'salesforce', name: 'Tanaka Precision', city: 'Tokyo' },
          { system: 'pipedrive', name: '田中精密株式会社' },
          { system: 'amocrm', name: 'Tanaka Seimitsu' },
        ],
      ),
    ],
    people: [
      person('yuki-tanaka', 'tanaka-seimitsu', m, { ...place, title: 'General Manager, Purchasing' }, [
        { system: 'pipedrive', firstName: '由紀', lastName: '田中', emails: ['y.tanaka@tanaka-seimitsu.co.jp'], phones: ['03-5201-1234'] },
        {
          system: 'hubspot',
          firstName: 'Yuki',
          lastName: 'Tanaka',
          emails: ['y.tanaka@tanaka-seimitsu.co.jp'],
          phones: ['+81 3-5201-1234'],
          custom: { language: 'ja', pageViews: 21, visits: 6, contentDownloads: 1 },
        },
        {
          system: 'salesforce',
          firstName: 'Yuki',
          lastName: 'Tanaka',
          emails: ['y.tanaka@tanaka-seimitsu.co.jp'],
          phones: ['+81352011234'],
        },
        { system: 'amocrm', firstName: 'Tanaka', lastName: 'Yuki', emails: ['Y.Tanaka@tanaka-seimitsu.co.jp'], phones: ['81 3 5201 1234'] },
      ]),
    ],
    deals: [
      deal('spindles', 'pipedrive', m, {
        title: '主軸ユニット',
        companyKey: 'tanaka-seimitsu',
        personKeys: ['yuki-tanaka'],
        amountMinor: 12_500_000,
        currency: 'JPY',
        stageIndex: 2,
        closeAt: m.inDays(28),
      }),
      deal('bearings', 'hubspot', m, {
        title: 'Bearings FY27',
        companyKey: 'tanaka-seimitsu',
        personKeys: ['yuki-tanaka'],
        amountMinor: 3_480_001,
        currency: 'JPY',
        stageIndex: 1,
        closeAt: m.inDays(90),
      }),
      deal('tanaka-frame', 'salesforce', m, {
        title: 'Frame agreement',
        companyKey: 'tanaka-seimitsu',
        personKeys: ['yuki-tanaka'],
        amountMinor: 56_000_000,
        currency: 'JPY',
        stageIndex: 4,
        status: 'won',
        closeAt: m.daysAgo(44),
      }),
    ],
    activities: [
      activity('yuki-mail', 'hubspot', 'email', m.daysAgo(1), {
        personKey: 'yuki-tanaka',
        companyKey: 'tanaka-seimitsu',
        title: 'お見積りの件',
        text: '添付をご確認ください。',
        direction: 'in',
      }),
    ],
  };
}

/** A long tail of everyday activities: more than any vendor's page holds, one every other day, newest two weeks old. */
export function longTimeline(
  m: Moments,
  system: Family['activities'][number]['system'],
  personKey: string,
  companyKey: string,
  count: number,
): Family {
  const kinds = ['email', 'call', 'note', 'email', 'task', 'meeting'] as const;
  const activities = Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'note';
    const at = m.daysAgo(14) - index * 2 * DAY - (index % 9) * HOUR;
    return activity(`${personKey}-${system}-${index}`, system, kind, at, {
      personKey,
      companyKey,
      ...smallTalk(kind, count - index),
      ownerIndex: index % 4,
      ...((kind === 'email' || kind === 'call') && { direction: index % 2 === 0 ? ('out' as const) : ('in' as const) }),
      ...(kind === 'call' && { durationMs: 60_000 * (1 + (index % 20)) }),
      ...(kind === 'meeting' && { durationMs: HOUR, done: true }),
      ...(kind === 'task' && { dueAt: at + DAY, done: true }),
    });
  });
  return { companies: [], people: [], deals: [], activities };
}
