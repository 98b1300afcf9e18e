import type { CastSystem } from '../cast-types.ts';
import { activity, company, deal, type Family, person } from './family.ts';
import type { Moments } from './moments.ts';

const EVERYWHERE: readonly CastSystem[] = ['hubspot', 'salesforce', 'pipedrive', 'amocrm'];

/** Ten thousand characters that still have a readable beginning and end. */
export const LONG_TEXT = `Begin ${'long story '.repeat(908)}end.`.padEnd(10_000, '.').slice(0, 10_000);
export const HOSTILE_HTML =
  '<script>window.__pwned = 1</script><img src=x onerror="window.__pwned = 1"> Ring <b>after</b> 5 & ask for Bob <bob@x.test>';
export const SOQL_TEXT = "' OR Name LIKE '%' -- \\' \" {x} [y] ~ ? * %00";

/** People and companies made to break careless code: right to left, emoji, quotes, wildcards, markup, ten thousand characters. */
export function oddities(m: Moments): Family {
  const everywhere = <T>(make: (system: CastSystem) => T) => EVERYWHERE.map(make);
  return {
    companies: [
      company(
        'sabah-trading',
        m,
        {
          currency: 'KWD',
          country: 'KW',
          city: 'الكويت',
          domain: 'sabah-trading.com.kw',
          phone: '+965 2244 1000',
          industry: 'Retail',
          employees: 60,
          revenueMinor: 4_500_000_500,
        },
        [
          { system: 'hubspot', name: 'شركة الصباح للتجارة' },
          { system: 'salesforce', name: 'Al Sabah Trading W.L.L.' },
          { system: 'pipedrive', name: 'Al-Sabah Trading' },
        ],
      ),
      company(
        'best-co',
        m,
        { currency: 'USD', country: 'US', city: 'Reno', domain: 'best-co.example', industry: 'Retail', employees: 7 },
        everywhere((system) => ({ system, name: '100% "Best" *Co*' })),
      ),
      company('endless', m, { currency: 'EUR', country: 'ES', city: 'Valencia', domain: 'endless.example' }, [
        { system: 'hubspot', name: LONG_TEXT },
        { system: 'amocrm', name: 'Endless' },
      ]),
      company('markup', m, { currency: 'EUR', country: 'DE', domain: 'markup.example' }, [
        { system: 'hubspot', name: '<img src=x onerror="window.__pwned = 1"> GmbH' },
        { system: 'pipedrive', name: '<b>Markup</b> & Söhne' },
      ]),
      company('levi-studio', m, { currency: 'EUR', country: 'IL', city: 'תל אביב', domain: 'levistudio.co.il', phone: '+972 3-555-1000' }, [
        { system: 'hubspot', name: 'סטודיו לוי' },
        { system: 'amocrm', name: 'Levi Studio' },
      ]),
    ],
    people: [
      person('fatima-alsabah', 'sabah-trading', m, { title: 'Owner', country: 'KW', phones: ['+965 2244 1234'] }, [
        { system: 'hubspot', firstName: 'فاطمة', lastName: 'الصباح', emails: ['fatima@sabah-trading.com.kw'] },
        { system: 'salesforce', firstName: 'Fatima', lastName: 'Al-Sabah', emails: ['fatima@sabah-trading.com.kw'] },
        { system: 'pipedrive', firstName: 'Fatma', lastName: 'AlSabah', emails: ['fatima@sabah-trading.com.kw'], phones: ['22441234'] },
      ]),
      person('noa-levi', 'levi-studio', m, { title: 'Founder', country: 'IL' }, [
        { system: 'hubspot', firstName: 'נועה', lastName: 'לוי', emails: ['noa@levistudio.co.il'], phones: ['+972 3-555-1001'] },
        { system: 'amocrm', firstName: 'Noa', lastName: 'Levi', emails: ['noa@levistudio.co.il'] },
      ]),
      person(
        'zoe-rocket',
        'best-co',
        m,
        { title: 'Head of Growth 🚀' },
        everywhere((system) => ({
          system,
          firstName: 'Zoë 🚀',
          lastName: 'Müller-Lüdenscheidt',
          emails: ['zoe@best-co.example'],
          phones: ['+1 775 555 0177'],
        })),
      ),
      person(
        'percent',
        'best-co',
        m,
        {},
        everywhere((system) => ({ system, firstName: '100%', lastName: '_*\'"\\', emails: ['percent+tag@best-co.example'] })),
      ),
      person(
        'soql',
        'best-co',
        m,
        {},
        everywhere((system) => ({ system, firstName: SOQL_TEXT, lastName: 'Drop Table', emails: ["o'hara@best-co.example"] })),
      ),
      person('script', 'markup', m, { title: '<script>window.__pwned = 1</script>' }, [
        { system: 'hubspot', firstName: '<img src=x onerror="window.__pwned = 1">', lastName: 'Onload', emails: ['script@markup.example'] },
        {
          system: 'pipedrive',
          firstName: '{{7*7}}',
          lastName: '</script><script>window.__pwned = 1</script>',
          emails: ['script@markup.example'],
        },
      ]),
      person('endless-name', 'endless', m, {}, [
        { system: 'hubspot', firstName: 'Long', lastName: LONG_TEXT, emails: ['long@endless.example'] },
        { system: 'amocrm', firstName: 'Long', lastName: 'Name', emails: ['long@endless.example'] },
      ]),
      person(
        'only-last',
        undefined,
        m,
        {},
        everywhere((system) => ({ system, lastName: 'Madonna', emails: ['m@onlylast.example'] })),
      ),
      person('nothing-known', undefined, m, {}, [
        { system: 'hubspot', emails: ['unknown@nothing.example'] },
        { system: 'amocrm', firstName: 'Без', lastName: 'контактов' },
      ]),
      person('lucia-lead', undefined, m, { firstName: 'Lucía', title: 'Owner', country: 'ES', city: 'Sevilla' }, [
        {
          system: 'salesforce',
          as: 'lead',
          lastName: 'Fernández',
          emails: ['lucia@floreslucia.es'],
          phones: ['+34 954 22 10 10'],
          custom: { source: 'Web form' },
        },
        {
          system: 'hubspot',
          lastName: 'Fernandez',
          emails: ['lucia@floreslucia.es'],
          phones: ['954 221 010'],
          custom: { pageViews: 17, visits: 5, emailOpens: 4, contentDownloads: 2 },
        },
        { system: 'pipedrive', lastName: 'Fernández Ruiz', emails: ['lucia.fernandez@gmail.com'], phones: ['+34954221010'] },
        { system: 'amocrm', lastName: 'Fernández', emails: ['lucia@floreslucia.es'] },
      ]),
      person('olga-alone', undefined, m, {}, [
        { system: 'amocrm', firstName: 'Ольга', lastName: 'Одинцова', emails: ['olga@odintsova.ru'], phones: ['+7 916 555-44-33'] },
      ]),
      person('peter-alone', undefined, m, {}, [
        { system: 'pipedrive', firstName: 'Peter', lastName: 'Alone', emails: ['peter@alone.example'] },
      ]),
      person('twin', undefined, m, { firstName: 'Tina', lastName: 'Twin', phones: ['+49 221 977 1000'] }, [
        { system: 'pipedrive', emails: ['tina@twin.example'] },
        { system: 'pipedrive', emails: ['tina@twin.example'], createdAt: m.daysAgo(20) },
        { system: 'amocrm', emails: ['tina@twin.example'] },
        { system: 'amocrm', emails: ['tina@twin.example'], createdAt: m.daysAgo(15) },
        { system: 'salesforce', emails: ['tina@twin.example'] },
        { system: 'salesforce', emails: ['tina@twin.example'], createdAt: m.daysAgo(11) },
        { system: 'hubspot', emails: ['tina@twin.example'] },
        { system: 'hubspot', emails: ['tina.twin@twin.example'], createdAt: m.daysAgo(8) },
      ]),
    ],
    deals: [
      deal('dinars', 'pipedrive', m, {
        title: 'Dates 🌴 & coffee',
        companyKey: 'sabah-trading',
        personKeys: ['fatima-alsabah'],
        amountMinor: 1_234_500,
        currency: 'KWD',
        stageIndex: 2,
        closeAt: m.inDays(6),
      }),
      deal('no-amount', 'hubspot', m, { title: 'No amount yet', personKeys: ['noa-levi'], currency: 'EUR', stageIndex: 0 }),
      ...everywhere((system) =>
        deal(`best-${system}`, system, m, {
          title: `50% off "deal" *${system}*`,
          companyKey: 'best-co',
          personKeys: ['zoe-rocket', 'percent'],
          amountMinor: 1_000_000,
          currency: 'USD',
          stageIndex: 1,
          closeAt: m.inDays(14),
        }),
      ),
    ],
    activities: everywhere((system) => [
      activity(`zoe-html-${system}`, system, 'note', m.daysAgo(1), { personKey: 'zoe-rocket', text: HOSTILE_HTML }),
      activity(`zoe-long-${system}`, system, 'note', m.daysAgo(2), { personKey: 'zoe-rocket', text: LONG_TEXT }),
      activity(`zoe-soql-${system}`, system, 'task', m.daysAgo(3), {
        personKey: 'zoe-rocket',
        title: SOQL_TEXT,
        dueAt: m.inDays(2),
        done: false,
      }),
      activity(`zoe-rtl-${system}`, system, 'note', m.daysAgo(4), { personKey: 'zoe-rocket', text: 'مرحبا \u202Eexe.txt\u202C 🏳️‍🌈 שלום' }),
    ]).flat(),
  };
}
