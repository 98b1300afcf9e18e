/** Where generated companies sit. `digits` are made up per company; the patterns keep numbers valid for their country. */
export interface Place {
  culture: 'es' | 'ru' | 'en' | 'de' | 'ja' | 'ar';
  country: string;
  city: string;
  currency: string;
  tld: string;
  /** Country code, area code and the pattern of the subscriber number; `#` becomes a digit. */
  phone: { country: string; area: string; subscriber: string; trunk: string };
  /** Legal forms as written in one system or another; '' is the bare name. */
  forms: readonly string[];
}

export const PLACES: readonly Place[] = [
  {
    culture: 'es',
    country: 'MX',
    city: 'Monterrey',
    currency: 'MXN',
    tld: 'mx',
    phone: { country: '52', area: '81', subscriber: '83## ####', trunk: '' },
    forms: ['', 'S.A. de C.V.', 'SA de CV'],
  },
  {
    culture: 'es',
    country: 'MX',
    city: 'Guadalajara',
    currency: 'MXN',
    tld: 'com.mx',
    phone: { country: '52', area: '33', subscriber: '36## ####', trunk: '' },
    forms: ['', 'S. de R.L.'],
  },
  {
    culture: 'es',
    country: 'ES',
    city: 'Valencia',
    currency: 'EUR',
    tld: 'es',
    phone: { country: '34', area: '96', subscriber: '3## ####', trunk: '' },
    forms: ['', 'S.L.', 'SL'],
  },
  {
    culture: 'ru',
    country: 'RU',
    city: 'Москва',
    currency: 'RUB',
    tld: 'ru',
    phone: { country: '7', area: '495', subscriber: '6##-##-##', trunk: '8' },
    forms: ['ООО', 'LLC', ''],
  },
  {
    culture: 'ru',
    country: 'RU',
    city: 'Екатеринбург',
    currency: 'RUB',
    tld: 'ru',
    phone: { country: '7', area: '343', subscriber: '2##-##-##', trunk: '8' },
    forms: ['АО', 'JSC', ''],
  },
  {
    culture: 'en',
    country: 'US',
    city: 'Denver',
    currency: 'USD',
    tld: 'com',
    phone: { country: '1', area: '303', subscriber: '555-01##', trunk: '' },
    forms: ['', 'Inc.', 'Inc', 'LLC'],
  },
  {
    culture: 'en',
    country: 'GB',
    city: 'Leeds',
    currency: 'EUR',
    tld: 'co.uk',
    phone: { country: '44', area: '113', subscriber: '496 0###', trunk: '0' },
    forms: ['', 'Ltd', 'Limited'],
  },
  {
    culture: 'de',
    country: 'DE',
    city: 'Köln',
    currency: 'EUR',
    tld: 'de',
    phone: { country: '49', area: '221', subscriber: '9## ####', trunk: '0' },
    forms: ['', 'GmbH', 'GmbH & Co. KG'],
  },
  {
    culture: 'ja',
    country: 'JP',
    city: '東京',
    currency: 'JPY',
    tld: 'co.jp',
    phone: { country: '81', area: '3', subscriber: '52##-####', trunk: '0' },
    forms: ['', '株式会社', 'K.K.'],
  },
  {
    culture: 'ar',
    country: 'KW',
    city: 'الكويت',
    currency: 'KWD',
    tld: 'com.kw',
    phone: { country: '965', area: '', subscriber: '22## ####', trunk: '' },
    forms: ['', 'W.L.L.', 'WLL'],
  },
];

/** Name stems of companies: Latin as in the domain, and the spelling at home where it differs. */
export const COMPANY_STEMS: Readonly<Record<Place['culture'], readonly { latin: string; home: string; domain: string }[]>> = {
  es: [
    'Aceros del Golfo',
    'Transportes Sierra',
    'Café Altura',
    'Muebles Robledo',
    'Cerámica Levante',
    'Envases Río',
    'Pinturas Sol',
    'Agro Bajío',
    'Clínica Nogal',
    'Textiles Peña',
    'Hotel Mirador',
    'Lácteos Prado',
    'Bodegas Ermita',
    'Energía Cantera',
    'Papel y Tinta',
  ].map((name) => ({ latin: name, home: name, domain: plain(name) })),
  ru: [
    ['Северный Дом', 'Severny Dom'],
    ['Лесопродукт', 'Lesoprodukt'],
    ['Металлсервис', 'Metallservis'],
    ['Чайная Лавка', 'Chaynaya Lavka'],
    ['Уралхим Трейд', 'Uralkhim Treyd'],
    ['Быстрый Груз', 'Bystry Gruz'],
    ['Горизонт Медиа', 'Gorizont Media'],
    ['Щит и Ключ', 'Shchit i Klyuch'],
    ['Юность', 'Yunost'],
    ['Ёлка', 'Yolka'],
    ['Объединённые Мельницы', 'Obyedinyonnye Melnitsy'],
    ['Жёлтый Кит', 'Zholty Kit'],
  ].map(([home = '', latin = '']) => ({ latin, home, domain: plain(latin) })),
  en: [
    'Granite Peak',
    'Harbor Freight Lines',
    'Bluebird Dental',
    'Copper Kettle',
    'Northgate Logistics',
    'Maple & Finch',
    'Stonebridge Labs',
    'Ridgeway Farms',
    'Redwood Analytics',
    'Silver Birch Care',
    'Quickstep Couriers',
    'Oakham Tools',
    'Fairweather Events',
    'Lantern Books',
    'Anchor & Rope',
    'Kestrel Avionics',
  ].map((name) => ({ latin: name, home: name, domain: plain(name) })),
  de: [
    'Brückner Anlagenbau',
    'Müller Feinmechanik',
    'Weiß Logistik',
    'Rheinwerk Druck',
    'Schäfer Optik',
    'Hofgut Lindner',
    'Straßmann Bau',
    'Kölner Messebau',
    'Grünwald Pumpen',
    'Jäger Medizintechnik',
  ].map((name) => ({ latin: name, home: name, domain: plain(name) })),
  ja: [
    ['さくら電機', 'Sakura Denki'],
    ['北海運輸', 'Hokkai Unyu'],
    ['青葉製薬', 'Aoba Seiyaku'],
    ['富士見食品', 'Fujimi Shokuhin'],
    ['東和印刷', 'Towa Insatsu'],
    ['みなと工業', 'Minato Kogyo'],
  ].map(([home = '', latin = '']) => ({ latin, home, domain: plain(latin) })),
  ar: [
    ['الخليج للتجارة', 'Gulf Trading'],
    ['النور للمقاولات', 'Al Noor Contracting'],
    ['الصفاة الطبية', 'Al Safat Medical'],
    ['بحر الشرق', 'East Sea Shipping'],
  ].map(([home = '', latin = '']) => ({ latin, home, domain: plain(latin) })),
};

export const INDUSTRIES: readonly string[] = [
  'Manufacturing',
  'Transportation',
  'Retail',
  'Healthcare',
  'Software',
  'Construction',
  'Agriculture',
  'Hospitality',
  'Energy',
  'Education',
];

/** Lower-case ASCII letters and digits only, as in a domain. */
export function plain(name: string): string {
  return name
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase();
}
