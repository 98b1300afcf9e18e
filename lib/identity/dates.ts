/** A day as `yyyymmdd`; '' when the text is no date. `swapped`: the same with day and month exchanged, where that is a date too. */
export interface Day {
  day: string;
  swapped: string;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** Two-digit years up to this one are of this century. */
const CENTURY_TURN = 25;

/** Reads `1987-03-12`, `19870312`, `3/12/87`, `12.3.1987` and `19-Feb-91`; with slashes the month comes first, with dots the day. */
export function readDay(text: string): Day | undefined {
  const written = text.trim().toLowerCase();
  if (written === '') return undefined;
  const whole = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})/.exec(written);
  if (whole) return toDay(whole[1], whole[2], whole[3]);
  const named = /^(\d{1,2})[-. /]([a-z]{3})[a-z]*[-. /](\d{2,4})$/.exec(written);
  if (named) return toDay(named[3], String(MONTHS.indexOf(named[2] ?? '') + 1), named[1]);
  const parts = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{2}|\d{4})$/.exec(written);
  if (!parts) return undefined;
  const [, first, sign, second, year] = parts;
  const monthFirst = sign === '/' ? Number(first) <= 12 : Number(second) > 12;
  return monthFirst ? toDay(year, first, second) : toDay(year, second, first);
}

function toDay(year = '', month = '', date = ''): Day {
  const full = year.length === 2 ? (Number(year) > CENTURY_TURN ? `19${year}` : `20${year}`) : year.padStart(4, '0');
  const [m, d] = [month.padStart(2, '0'), date.padStart(2, '0')];
  return { day: full + m + d, swapped: Number(d) <= 12 ? full + d + m : '' };
}

/** How well two days agree: 1 equal, 0.9 day and month exchanged, 0.8 one digit, down to 0 nothing in common. */
export function dayLikeness(a: Day, b: Day): number {
  if (a.day === b.day) return 1;
  if (a.swapped === b.day || b.swapped === a.day) return 0.9;
  let differing = 0;
  for (let at = 0; at < 8; at++) if (a.day[at] !== b.day[at]) differing++;
  if (differing === 1) return 0.8;
  const year = a.day.startsWith(b.day.slice(0, 4));
  const month = a.day.slice(4, 6) === b.day.slice(4, 6);
  const date = a.day.endsWith(b.day.slice(6));
  if (month && date) return 0.7;
  if (differing === 2) return 0.6;
  // Two digits of one part changed places, or the year and one more part hold.
  if (year && (month || date)) return 0.5;
  if (year) return 0.3;
  return month || date ? 0.2 : 0;
}
