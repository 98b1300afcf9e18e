import type { Money } from '../../lib/model/records.ts';
import type { Translate } from './i18n.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Dates, ages, money and lists for one locale. Instants are epoch ms and shown in the reader's own time zone. */
export interface Format {
  time(at: number): string;
  /** 13 Nov; with the year when it is not this one. */
  day(at: number, now: number): string;
  /** Friday 13 November, or Today / Yesterday. */
  heading(at: number, now: number): string;
  /** Mon 23 Nov, 10:00. */
  moment(at: number, now: number): string;
  /** 12 s, 2 min, 09:12 today, then the date. */
  age(at: number, now: number): string;
  /** As `age`, as part of a sentence: 12 s ago, at 09:12, on 13 Nov. */
  ago(at: number, now: number): string;
  duration(ms: number): string;
  money(money: Money): string;
  number(value: number, digits?: number): string;
  percent(share: number): string;
  list(words: readonly string[]): string;
  /** `MX` → Mexico; what is no country code stays as it is. */
  country(code: string): string;
}

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** The day before `at` in local time (not 24 hours: clocks change). */
function dayBefore(at: number): number {
  const date = new Date(at);
  date.setDate(date.getDate() - 1);
  return date.getTime();
}

/** Formatters are kept, because making one costs more than using it a hundred times. */
export function createFormat(locale: string, t: Translate): Format {
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
  const heading = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const headingOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const moment = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const countries = new Intl.DisplayNames([locale], { type: 'region' });
  const numbers = new Map<number, Intl.NumberFormat>();
  const monies = new Map<string, Intl.NumberFormat>();

  const formatDay = (at: number, now: number) =>
    new Date(at).getFullYear() === new Date(now).getFullYear() ? day.format(at) : dayOfYear.format(at);

  const format: Format = {
    time: (at) => time.format(at),
    day: formatDay,
    heading(at, now) {
      if (isSameDay(at, now)) return t('time.today');
      if (isSameDay(at, dayBefore(now))) return t('time.yesterday');
      const text = new Date(at).getFullYear() === new Date(now).getFullYear() ? heading.format(at) : headingOfYear.format(at);
      return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
    },
    moment: (at) => moment.format(at),
    age(at, now) {
      const past = Math.max(0, now - at);
      if (past < MINUTE) return t('time.seconds', { n: Math.floor(past / SECOND) });
      if (past < HOUR) return t('time.minutes', { n: Math.floor(past / MINUTE) });
      return isSameDay(at, now) ? time.format(at) : formatDay(at, now);
    },
    ago(at, now) {
      const past = Math.max(0, now - at);
      if (past < MINUTE) return t('time.seconds-ago', { n: Math.floor(past / SECOND) });
      if (past < HOUR) return t('time.minutes-ago', { n: Math.floor(past / MINUTE) });
      return isSameDay(at, now) ? t('time.at', { time: time.format(at) }) : t('time.on', { day: formatDay(at, now) });
    },
    duration(ms) {
      if (ms < MINUTE) return t('time.seconds', { n: Math.max(1, Math.round(ms / SECOND)) });
      if (ms < HOUR) return t('time.minutes', { n: Math.round(ms / MINUTE) });
      return t('time.hours-minutes', { h: Math.floor(ms / HOUR), min: Math.round((ms % HOUR) / MINUTE) });
    },
    money(money) {
      const formatter = monies.get(money.currency) ?? currencyFormat(locale, money.currency);
      monies.set(money.currency, formatter);
      const { maximumFractionDigits = 2 } = formatter.resolvedOptions();
      const amount = money.amountMinor / 10 ** maximumFractionDigits;
      // Whole amounts without .00, as reps write them; the code stays with the amount.
      return Number.isInteger(amount) ? wholeMoney(locale, money.currency, amount) : formatter.format(amount);
    },
    number(value, digits = 0) {
      const formatter = numbers.get(digits) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
      numbers.set(digits, formatter);
      return formatter.format(value);
    },
    percent: (share) => new Intl.NumberFormat(locale, { style: 'percent' }).format(share),
    list: (words) => list.format(words),
    country: (code) => (/^[A-Za-z]{2}$/.test(code) ? (countries.of(code.toUpperCase()) ?? code) : code),
  };
  return format;
}

/** A vendor may send a currency code that is none: then the number stands alone with what the vendor sent. */
function currencyFormat(locale: string, currency: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' });
  } catch {
    return new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
}

function wholeMoney(locale: string, currency: string, amount: number): string {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code', maximumFractionDigits: 0 }).format(amount);
  } catch {
    return `${new Intl.NumberFormat(locale).format(amount)} ${currency}`;
  }
}
