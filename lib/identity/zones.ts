import { foldText, skeleton } from './fold.ts';

/**
 * Areas of one business language, a bit each: where a company works shows in its legal form, phone, city and country, and two
 * companies of one brand in two areas are sisters, not one. Coarser than countries, because the hints are.
 */
const AREAS: readonly { countries: string; calling: string; forms: string; domains: string; cities: string }[] = [
  {
    countries: 'US GB CA IE AU NZ',
    calling: '1 44 353 61 64',
    // LLC and Ltd also stand for the forms of other countries in English papers.
    forms: 'inc incorporated corp corporation plc pty',
    domains: 'us uk ca ie au nz',
    cities:
      'new york|los angeles|chicago|houston|phoenix|philadelphia|san antonio|san diego|dallas|austin|san jose|boston|denver|seattle|atlanta|miami|portland|detroit|las vegas|washington|san francisco|london|manchester|birmingham|leeds|glasgow|edinburgh|liverpool|bristol|sheffield|cardiff|belfast|dublin|toronto|vancouver|montreal|calgary|ottawa|sydney|melbourne|brisbane|perth|auckland',
  },
  {
    countries: 'ES MX CO AR CL PE EC UY VE CR PA GT DO BO PY',
    calling: '34 52 57 54 56 51 593 598 58 506 507',
    forms: 'sl slu sau sadecv sdelrldecv sapidecv sab sapi cv slne',
    domains: 'es mx co ar cl pe ec uy ve',
    cities:
      'madrid|barcelona|valencia|sevilla|seville|zaragoza|malaga|murcia|palma|bilbao|alicante|cordoba|valladolid|vigo|granada|mexico city|ciudad de mexico|guadalajara|monterrey|puebla|tijuana|leon|bogota|medellin|cali|barranquilla|buenos aires|rosario|santiago|lima|quito|guayaquil|montevideo|caracas',
  },
  {
    countries: 'DE AT CH LI',
    calling: '49 43 41 423',
    forms: 'gmbh mbh ag kg kgaa ohg ug ev',
    domains: 'de at ch',
    cities:
      'berlin|hamburg|munchen|munich|koln|cologne|frankfurt|frankfurt am main|stuttgart|dusseldorf|dortmund|essen|leipzig|bremen|dresden|hannover|nurnberg|wien|vienna|graz|linz|salzburg|zurich|genf|basel|bern|lausanne',
  },
  {
    countries: 'RU BY KZ UA',
    calling: '7 375 380',
    forms: 'ooo oao zao pao ao ip nko tov chp odo',
    domains: 'ru su by kz ua',
    cities:
      'moskva|moscow|sankt peterburg|saint petersburg|st petersburg|novosibirsk|ekaterinburg|yekaterinburg|kazan|nizhnii novgorod|cheliabinsk|samara|omsk|rostov na donu|ufa|krasnoiarsk|voronezh|perm|volgograd|krasnodar|saratov|tiumen|tolyatti|izhevsk|barnaul|irkutsk|khabarovsk|vladivostok|minsk|almaty|astana|kiev|kyiv|kharkiv|odessa|lviv',
  },
  {
    countries: 'FR BE LU',
    calling: '33 32 352',
    forms: 'sas sarl',
    domains: 'fr be lu',
    cities: 'paris|lyon|marseille|toulouse|lille|nice|bordeaux|bruxelles|brussels',
  },
  { countries: 'IT', calling: '39', forms: 'srl spa', domains: 'it', cities: 'roma|rome|milano|milan|napoli|torino|bologna|firenze' },
  { countries: 'PT BR', calling: '351 55', forms: 'lda ltda', domains: 'pt br', cities: 'lisboa|lisbon|porto|sao paulo|rio de janeiro' },
];

function index(of: (area: (typeof AREAS)[number]) => string[]): ReadonlyMap<string, number> {
  return new Map(AREAS.flatMap((area, at) => of(area).map((key): [string, number] => [key, 1 << at])));
}

const byCountry = index(({ countries }) => countries.split(' '));
const byCalling = index(({ calling }) => calling.split(' '));
const byForm = index(({ forms }) => forms.split(' '));
const byDomain = index(({ domains }) => domains.split(' '));

/** Cities with another name in English. */
const OTHER_CITY_NAMES = new Map(
  'moscow=moskva|munich=munchen|cologne=koln|vienna=wien|seville=sevilla|saint petersburg=sankt peterburg|st petersburg=sankt peterburg|yekaterinburg=ekaterinburg|geneva=genf|nuremberg=nurnberg|hanover=hannover|rome=roma|milan=milano|turin=torino|florence=firenze|naples=napoli|venice=venezia|lisbon=lisboa|brussels=bruxelles|prague=praha|warsaw=warszawa|kyiv=kiev|mexico city=ciudad de mexico|mexico df=ciudad de mexico|new york city=new york|frankfurt am main=frankfurt|nizhny novgorod=nizhnii novgorod|kuwait city=kuwait'
    .split('|')
    .map((pair) => pair.split('=').map(cityKey) as [string, string]),
);

function cityKey(city: string): string {
  return foldText(city).split(' ').map(skeleton).join(' ');
}

/** A city's name folded, its English name turned into its own. */
export function readCity(city: string): string {
  const key = cityKey(city);
  return OTHER_CITY_NAMES.get(key) ?? key;
}

const byCity = index(({ cities }) => cities.split('|').map(readCity));

/** Areas that a place, a legal form and phones hint at, as bits; 0 = no hint. `city` and `form` folded as in `prepare`. */
export function areasOf(hints: { country: string; city: string; form: string; phones: readonly string[] }): number {
  let bits = (byCountry.get(hints.country) ?? 0) | (byCity.get(hints.city) ?? 0) | (byForm.get(hints.form) ?? 0);
  for (const phone of hints.phones) bits |= areaOfPhone(phone);
  return bits;
}

/** Of a number that was written with its country code. */
function areaOfPhone(phone: string): number {
  const written = phone.trim().replace(/^00(?=[1-9])/, '+');
  if (!written.startsWith('+'))
    return /^8[\s(-]*\d{3}/.test(written) && written.replace(/\D/g, '').length === 11 ? (byCalling.get('7') ?? 0) : 0;
  const digits = written.replace(/\D/g, '');
  return byCalling.get(digits.slice(0, 3)) ?? byCalling.get(digits.slice(0, 2)) ?? byCalling.get(digits.slice(0, 1)) ?? 0;
}

/** Areas that the endings of domains and the script of a name hint at: where the brand is at home. */
export function homeOf(domains: readonly string[], name: string): number {
  let bits = /\p{Script=Cyrillic}/u.test(name) ? (byCountry.get('RU') ?? 0) : 0;
  for (const domain of domains) bits |= byDomain.get(domain.slice(domain.lastIndexOf('.') + 1)) ?? 0;
  return bits;
}
