import { activity, company, deal, type Family, person } from './family.ts';
import type { Moments } from './moments.ts';

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
