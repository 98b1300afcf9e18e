import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { getDomain, getDomainWithoutSuffix } from 'tldts-icann';
import { foldText, skeleton } from './fold.ts';
import { phoneCore } from './phone-digits.ts';
import { lettersOf } from './similarity.ts';

/** An e-mail address taken apart for comparing. */
export interface MailAddress {
  /** One spelling per mailbox: lower case, gmail's dots and plus tags removed. */
  key: string;
  local: string;
  domain: string;
  /** A provider where anyone gets an address: says nothing about the employer. */
  free: boolean;
  /** A mailbox of a department: says nothing about the person. */
  shared: boolean;
  /** The local part in folded pieces (`j.konig2` → `j`, `konig`), the same in one, and its digits. */
  parts: readonly string[];
  box: string;
  /** Letters of `box` as bits. */
  letters: number;
  digits: string;
  /** `jr` of `hans.kruger.jr@`: father and son at one company. */
  generation: '' | 'jr' | 'sr';
}

const FREE = new Set(
  [
    'gmail.com googlemail.com outlook.com outlook.es hotmail.com hotmail.es hotmail.de live.com msn.com yahoo.com yahoo.es yahoo.de yahoo.co.uk ymail.com',
    'icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.de gmx.net gmx.com web.de t-online.de freenet.de mail.com zoho.com fastmail.com',
    'mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru rambler.ru lenta.ru ukr.net i.ua tut.by mail.by',
    'orange.fr wanadoo.fr free.fr laposte.net libero.it telefonica.net terra.es terra.com prodigy.net.mx qq.com 163.com',
  ].flatMap((line) => line.split(' ')),
);
const SHARED = new Set(
  [
    'info sales office contact hello support service admin mail team hr jobs billing accounts accounting invoices orders order purchasing marketing press reception enquiries inquiries help post no-reply noreply',
    'ventas contacto compras administracion facturacion pedidos atencion hola comercial recepcion',
    'zakaz sale prodazhi otdel buh buhgalteria zakupki snab kontakt priemnaya office1 kadry',
    'vertrieb verkauf einkauf buchhaltung kundenservice empfang bestellung rechnung anfrage buero',
  ].flatMap((line) => line.split(' ')),
);

/** A name before the address and the address itself, which has 320 characters at most. Source: RFC 5321, "Size Limits". */
const LONGEST = 640;

/** `undefined` for what is no address. */
export function readMail(email: string): MailAddress | undefined {
  if (email.length > LONGEST) return undefined;
  const bare = /<([^<>\s]+@[^<>\s]+)>\s*$/.exec(email)?.[1] ?? email;
  const [, rawLocal, domain] = /^([^\s@]{1,64})@([^\s@]{1,253}\.[^\s@]+)$/.exec(bare.trim().toLowerCase()) ?? [];
  if (!rawLocal || !domain) return undefined;
  const gmail = domain === 'gmail.com' || domain === 'googlemail.com';
  const untagged = rawLocal.replace(/\+.*$/, '') || rawLocal;
  const local = gmail ? untagged.replaceAll('.', '') : untagged;
  const registrable = getDomain(domain) ?? domain;
  const pieces = foldText(untagged.replace(/[._\-\d]+/g, ' '))
    .split(' ')
    .filter(Boolean);
  const last = pieces.length > 1 ? pieces.at(-1) : '';
  const generation = last === 'jr' || last === 'junior' ? 'jr' : last === 'sr' || last === 'senior' ? 'sr' : '';
  const parts = (generation ? pieces.slice(0, -1) : pieces).map(skeleton);
  return {
    key: `${local}@${gmail ? 'gmail.com' : domain}`,
    local: untagged,
    domain: registrable,
    free: FREE.has(domain) || FREE.has(registrable),
    shared: SHARED.has(local.replace(/\d+$/, '')),
    parts,
    box: parts.join(''),
    letters: lettersOf(parts.join('')),
    digits: untagged.replace(/\D/g, ''),
    generation,
  };
}

/** The registrable domain of an address or host name, where it tells the company. */
export function companyDomain(website: string): string | undefined {
  const domain = getDomain(website.trim().toLowerCase());
  return domain && !FREE.has(domain) ? domain : undefined;
}

/** `acme` of `acme.co.uk`: sister companies share it. */
export function brandOf(domain: string): string {
  return getDomainWithoutSuffix(domain) ?? domain;
}

/** Digits of the whole number with country code where that is certain, else the digits that matter; '' when too few to tell anyone by. */
export function phoneKey(phone: string, defaultCountry?: string): string {
  const written = phone
    .trim()
    .slice(0, 40)
    .replace(/^00(?=[1-9])/, '+');
  const country = defaultCountry && isSupportedCountry(defaultCountry) ? (defaultCountry as CountryCode) : undefined;
  const parsed = written.startsWith('+') || country ? parsePhoneNumberFromString(written, country) : undefined;
  const key = parsed?.isPossible() ? parsed.number.slice(1) : phoneCore(written);
  return key.length >= 7 ? key : '';
}
