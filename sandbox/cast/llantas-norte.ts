import { activity, company, deal, type Family, person } from './family.ts';
import { HOUR, type Moments } from './moments.ts';

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
