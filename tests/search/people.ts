import type { SearchEntry } from '../../lib/search/entry.ts';

/*
 * People and companies made from a seed, in Latin and Cyrillic, with a vocabulary that grows with their number as real ones do: a few
 * names are frequent, most are rare. Nobody of them exists.
 */

const LATIN = words(
  'Ana María José Lucía Sofía Andrés Raúl Carmen Íñigo Javier James Mary John Linda Robert Susan Michael Karen William Nancy David Emily Thomas Sarah Charles Jessica Daniel Laura Matthew Anna Anthony Emma Mark Olivia Paul Sophie Steven Chloé Andrew Zoë Kenneth François Élodie Hélène Jürgen Björn Søren Łukasz Agnieszka Zbigniew Müge Çağla Yusuf Aylin Kenji Haruto Yui Priya Arjun Nguyen Minh Chen Wei Fatima Omar Kwame Amara Siobhán Niamh',
);
const CYRILLIC = words(
  'Александр Алексей Андрей Анна Артём Борис Вера Виктор Виталий Владимир Галина Григорий Дарья Денис Дмитрий Евгений Екатерина Елена Жанна Иван Игорь Ирина Кирилл Ксения Лариса Людмила Максим Мария Михаил Наталья Никита Оксана Олег Ольга Павел Пётр Роман Светлана Сергей Татьяна Ульяна Фёдор Харитон Юлия Юрий Яна Ярослав',
);
const LATIN_PARTS = words(
  'al an ar ba be bra ca car che co da de dor el er fa fer fi fo ga gar ger go gra ha har he hol ib jan ja ka kel ki ko kra la lan le lin lo ma mar mc me mi mo mon na nel ni no nor o ol pa per pe po qui ra re ri ro ros sa san se shi si so sta ste su ta te ti to tor tri ul va ve vi vo wa we wil ya yo za ze zu',
);
const LATIN_ENDS = words(
  'son sen ez man ton ley berg stein ski ic ova er ard elli etti ini ado eira ero ing ford well wood sson mann ier eau ique oglu ian dze escu ova as is os ka ko lund strom quist',
);
const CYRILLIC_PARTS = words(
  'ба бе бог бор ва ве вол гор гра да де до еро жа жу за зи ива ка ки кле ко кра кул ла ле ли ло лу ма ме ми мо му на ни но о па пе по про ра ре ро ру са се си со ста су та те ти то тре фе хар ца че чер ша ше ще ю я',
);
const CYRILLIC_ENDS = words('ов ев ин ский енко ук чук ян швили дзе их ых ко шин лов нов ров цев щев');
const TRADES = words(
  'Logistics Motors Software Systems Foods Textiles Partners Holding Trading Energy Pharma Clinic Solar Steel Paper Media Studio Labs Bank Insurance Consulting Design Travel Hotels Farms Tools Parts Llantas Servicios Construcciones',
);
const CYRILLIC_TRADES = words(
  'Логистика Мотор Софт Системы Продукт Текстиль Партнёр Холдинг Торг Энерго Фарма Клиника Сталь Бумага Медиа Студия Банк Строй',
);
const FORMS = ['Ltd', 'Inc.', 'GmbH', 'S.A. de C.V.', 'S.L.', 'LLC', 'AG', 'BV', ''];
const TITLES = [
  'Head of Purchasing',
  'CEO',
  'Sales Manager',
  'Account Executive',
  'Chief Technology Officer',
  'Office Manager',
  'Responsable de Compras',
  'Gerente General',
  'Директор по закупкам',
  'Главный бухгалтер',
  'Менеджер',
  'Engineer',
  'Owner',
];
const ENDINGS = ['com', 'com.mx', 'de', 'co.uk', 'ru', 'io', 'net', 'fr', 'eu'];
const FREE = ['gmail.com', 'outlook.com', 'mail.ru', 'yahoo.com', 'yandex.ru'];
const DIAL = ['+1', '+7', '+52', '+49', '+44', '+33', '+34'];
const TO_LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  'а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya'
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);

/** As people write Cyrillic names in addresses and search boxes. */
export function romanised(text: string): string {
  return Array.from(text.toLowerCase(), (letter) => TO_LATIN[letter] ?? letter).join('');
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many records, the same for the same seed; `first`: what their ids count from. */
export function people(count: number, seed: number, now: number, first = 0): SearchEntry[] {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  /** Low places much more often than high ones. */
  const frequent = <T>(from: readonly T[]) => from[Math.floor(from.length * random() ** 2.5)] as T;
  const coin = (share: number) => random() < share;
  const surname = (isCyrillic: boolean) => {
    const [parts, ends] = isCyrillic ? [CYRILLIC_PARTS, CYRILLIC_ENDS] : [LATIN_PARTS, LATIN_ENDS];
    const text = Array.from({ length: 1 + Math.floor(random() * 2.3) }, () => pick(parts)).join('') + pick(ends);
    return capital(text);
  };
  const surnames = {
    latin: many(Math.ceil(count / 8) + 50, () => surname(false)),
    cyrillic: many(Math.ceil(count / 16) + 50, () => surname(true)),
  };
  const companies = many(Math.ceil(count / 7) + 5, () => {
    const isCyrillic = coin(0.3);
    const own = coin(0.5) ? frequent(isCyrillic ? surnames.cyrillic : surnames.latin) : surname(isCyrillic);
    const trade = pick(isCyrillic ? CYRILLIC_TRADES : TRADES);
    const name = isCyrillic ? `${pick(['ООО', 'АО', 'ИП'])} «${own} ${trade}»` : `${own} ${trade} ${pick(FORMS)}`.trim();
    return { name, isCyrillic, domain: `${plain(romanised(own))}${coin(0.5) ? plain(romanised(trade)) : ''}.${pick(ENDINGS)}` };
  });
  const digits = (length: number) => Array.from({ length }, () => Math.floor(random() * 10)).join('');
  return many(count, (index) => {
    const company = frequent(companies);
    const isCompany = coin(0.12);
    const given = company.isCyrillic ? frequent(CYRILLIC) : frequent(LATIN);
    const last = company.isCyrillic ? frequent(surnames.cyrillic) : frequent(surnames.latin);
    const [f, l] = [plain(romanised(given)), plain(romanised(last))];
    const local = pick([`${f}.${l}`, `${f[0]}.${l}`, `${f[0]}${l}`, `${l}${Math.floor(random() * 100)}`, f, `${f}_${l}`]);
    return {
      key: `hubspot/48211903/${isCompany ? 'company' : 'contact'}/${10_000_000_000 + (first + index) * 977}`,
      kind: isCompany ? 'company' : 'person',
      name: isCompany ? `${last} ${company.name}` : `${given} ${last}`,
      ...(!isCompany && { company: company.name }),
      ...(!isCompany && coin(0.6) && { title: pick(TITLES) }),
      emails: coin(0.9) ? [`${isCompany ? 'info' : local}@${coin(0.15) ? pick(FREE) : company.domain}`] : [],
      phones: coin(0.8) ? [`${pick(DIAL)} ${digits(3)} ${digits(3)} ${digits(2)} ${digits(2)}`] : [],
      touchedAt: now - Math.floor(random() ** 2 * 3 * 365 * 86_400_000),
      ...(coin(0.15) && { hasOpenDeal: true }),
    };
  });
}

function many<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}

function words(text: string): string[] {
  return text.split(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
