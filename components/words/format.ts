import { minorDigits, NO_CURRENCY } from '../../lib/model/currency.ts';
import type { Money } from '../../lib/model/records.ts';
import { dayHere } from './day-here.ts';
import type { Translate } from './i18n.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Dates, ages, money and lists for one locale. Instants are epoch ms and shown in the reader's own time zone. */
export interface Format {
  time(at: number): string;
  /** 13 Nov; with the year when it is not this one. */
  day(at: number, now: number): string;
  /** As `day`, of what has no time of day (a close date, an invoice's due date): the same date wherever the reader is. */
  date(at: number, now: number): string;
  /** Friday 13 November, or Today / Yesterday. */
  heading(at: number, now: number): string;
  /** Mon 23 Nov, 10:00. */
  moment(at: number, now: number): string;
  /** 12 s, 2 min, 09:12 today, then the date. */
  age(at: number, now: number): string;
  /** When that was: 09:12 today, else 13 Nov. */
  clock(at: number, now: number): string;
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

function isSameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
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

/** So long something is "just now": counting its seconds would be noise. */
const JUST_NOW = 5 * SECOND;

/** Minutes stand for a time of day: its hour is added as the locale writes it. */
const DATES = {
  time: { minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  dayOfYear: { day: 'numeric', month: 'short', year: 'numeric' },
  heading: { weekday: 'long', day: 'numeric', month: 'long' },
  headingOfYear: { day: 'numeric', month: 'long', year: 'numeric' },
  moment: { weekday: 'short', day: 'numeric', month: 'short', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Formatters are made at first use and kept: making one costs more than using it a hundred times. Make one per locale and share it. */
export function createFormat(locale: string, t: Translate): Format {
  const dates = new Map<string, Intl.DateTimeFormat>();
  const written = (form: keyof typeof DATES, at: number) =>
    kept(dates, form, () => new Intl.DateTimeFormat(locale, { ...DATES[form], ...('minute' in DATES[form] && hourOf(locale)) })).format(at);
  const numbers = new Map<number, Intl.NumberFormat>();
  const monies = new Map<string, Pick<Intl.NumberFormat, 'format'>>();
  const wholes = new Map<string, Pick<Intl.NumberFormat, 'format'>>();
  let lists: Intl.ListFormat | undefined;
  let countries: Intl.DisplayNames | undefined;

  const time = (at: number) => written('time', at);
  const formatDay = (at: number, now: number) => written(isSameYear(at, now) ? 'day' : 'dayOfYear', at);
  const clock = (at: number, now: number) => (isSameDay(at, now) ? time(at) : formatDay(at, now));

  const format: Format = {
    time,
    day: formatDay,
    date: (at, now) => formatDay(dayHere(at), now),
    heading(at, now) {
      if (isSameDay(at, now)) return t('time.today');
      if (isSameDay(at, dayBefore(now))) return t('time.yesterday');
      const text = written(isSameYear(at, now) ? 'heading' : 'headingOfYear', at);
      return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
    },
    moment: (at) => written('moment', at),
    age(at, now) {
      const past = Math.max(0, now - at);
      if (past < MINUTE) return t('time.seconds', { n: Math.floor(past / SECOND) });
      if (past < HOUR) return t('time.minutes', { n: Math.floor(past / MINUTE) });
      return clock(at, now);
    },
    clock,
    ago(at, now) {
      const past = Math.max(0, now - at);
      if (past < JUST_NOW) return t('time.just-now');
      if (past < MINUTE) return t('time.seconds-ago', { n: Math.floor(past / SECOND) });
      if (past < HOUR) return t('time.minutes-ago', { n: Math.floor(past / MINUTE) });
      return isSameDay(at, now) ? t('time.at', { time: time(at) }) : t('time.on', { day: formatDay(at, now) });
    },
    duration(ms) {
      const seconds = Math.max(1, Math.round(ms / SECOND));
      if (seconds < 60) return t('time.seconds', { n: seconds });
      const minutes = Math.round(ms / MINUTE);
      if (minutes < 60) return t('time.minutes', { n: minutes });
      const [h, min] = [Math.floor(minutes / 60), minutes % 60];
      return min === 0 ? t('time.hours', { h }) : t('time.hours-minutes', { h, min });
    },
    money(money) {
      const { amountMinor, currency } = money;
      const amount = amountMinor / 10 ** minorDigits(currency);
      // Whole amounts without .00, as reps write them; the code stays with the amount.
      const [forms, digits] = Number.isInteger(amount) ? [wholes, 0] : [monies, minorDigits(currency)];
      return kept(forms, currency, () => currencyFormat(locale, currency, digits)).format(amount);
    },
    number(value, digits = 0) {
      return kept(numbers, digits, () => new Intl.NumberFormat(locale, { maximumFractionDigits: digits })).format(value);
    },
    percent: (share) => new Intl.NumberFormat(locale, { style: 'percent' }).format(share),
    list(words) {
      lists ??= new Intl.ListFormat(locale, { type: 'conjunction' });
      return lists.format(words);
    },
    country(code) {
      if (!/^[A-Za-z]{2}$/.test(code)) return code;
      countries ??= new Intl.DisplayNames([locale], { type: 'region' });
      return countries.of(code.toUpperCase()) ?? code;
    },
  };
  return format;
}

/** 09:12, but 9:12 AM: nobody writes 09:12 AM. */
function hourOf(locale: string): Intl.DateTimeFormatOptions {
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  return { hour: hour12 ? 'numeric' : '2-digit' };
}

function kept<K, V>(made: Map<K, V>, key: K, make: () => V): V {
  const before = made.get(key);
  if (before !== undefined) return before;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

/** A vendor may send a currency code that is none: then the number stands with what the vendor sent. */
function currencyFormat(locale: string, currency: string, digits: number): Pick<Intl.NumberFormat, 'format'> {
  const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const plain = new Intl.NumberFormat(locale, decimals);
  if (currency === NO_CURRENCY) return plain;
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code', ...decimals });
  } catch {
    return { format: (amount) => `${plain.format(amount)} ${currency}` };
  }
}
