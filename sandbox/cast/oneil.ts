import { activity, company, deal, type Family, person } from './family.ts';
import type { Moments } from './moments.ts';

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
