import type { PersonRecord } from '../../lib/model/records.ts';

const FIRST = ['Ana', 'Boris', 'Chiara', 'Дмитрий', 'Elena', 'Fatima', 'Goran', 'Hana', 'Igor', 'José', 'Keiko', 'Lars', 'Мария', 'Nadia'];
const LAST = [
  'Pérez',
  'Ivanov',
  'Rossi',
  'Смирнова',
  'Okafor',
  'Nowak',
  'Tanaka',
  'O’Neil',
  'Silva',
  'Кузнецов',
  'Weber',
  'Dubois',
  'Khan',
];
const TRADES = ['Logistics', 'Motors', 'Foods', 'Systems', 'Textiles', 'Energy', 'Optics', 'Freight', 'Labs'];
const TITLES = ['Head of Purchasing', 'Account Manager', 'Chief Financial Officer', 'Warehouse Lead', 'Директор по закупкам'];

/** The nth of any number of people, about 850 bytes as JSON, as the measurements in the records this is compared with had. */
export function personAt(nth: number, account: string, changedAt: number): PersonRecord {
  const [first, last] = [FIRST[nth % FIRST.length] ?? '', LAST[Math.floor(nth / 7) % LAST.length] ?? ''];
  const company = `${LAST[Math.floor(nth / 3) % LAST.length]} ${TRADES[nth % TRADES.length]} ${nth % 5000}`;
  const id = String(48_100_000_000 + nth * 37);
  return {
    kind: 'person',
    ref: { system: 'bench', account, object: 'contact', native: '0-1', id },
    name: `${first} ${last} ${nth}`,
    url: `https://app.bench.example/contacts/${account}/record/0-1/${id}`,
    ownerId: String(70_000 + (nth % 12)),
    createdAt: 1_700_000_000_000 + nth * 1000,
    changedAt,
    firstName: first,
    lastName: `${last} ${nth}`,
    emails: [`person${nth}@company${nth % 5000}.example`],
    phones: [`+34 6${String(nth).padStart(8, '0')}`],
    title: TITLES[nth % TITLES.length] ?? '',
    companyName: company,
    country: 'ES',
    city: 'Valencia',
    links: [
      { role: 'company', ref: { system: 'bench', account, object: 'company', native: '0-2', id: String(90_000_000 + (nth % 5000)) } },
    ],
    custom: { lifecyclestage: 'customer', hs_lead_status: 'OPEN', notes_last_contacted: '2026-10-01T10:00:00Z', region: `R${nth % 40}` },
  };
}
