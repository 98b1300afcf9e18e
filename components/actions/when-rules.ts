/** Plain rewrites of what chrono-node does not read (found by the table in `when.test.ts`) into what it does. */
export type Rule = [pattern: RegExp, write: (match: RegExpMatchArray, now: Date) => string];

const START = '(?<![\\p{L}\\p{N}])';
const END = '(?![\\p{L}\\p{N}])';
const word = (source: string) => new RegExp(`${START}(?:${source})${END}`, 'iu');

/** Local date, `days` from now, as chrono reads it in every language. */
function iso(now: Date, days: number): string {
  return isoOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));
}

function isoOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The next 23.11 from today on. */
function nextDate(day: number, month: number, year: number | undefined, now: Date): string {
  if (year !== undefined) return isoOf(new Date(year < 100 ? 2000 + year : year, month - 1, day));
  const thisYear = new Date(now.getFullYear(), month - 1, day);
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  return isoOf(thisYear < today ? new Date(now.getFullYear() + 1, month - 1, day) : thisYear);
}

function clock(hour: string | undefined, minute: string | undefined, isAfternoon: boolean): string {
  const value = Number(hour);
  return `${isAfternoon && value < 12 ? value + 12 : value}:${minute ?? '00'}`;
}

const PARTS = { morning: '9:00', noon: '12:00', afternoon: '15:00', evening: '18:00', night: '20:00' } as const;

const english: Rule[] = [
  [word('(?:the )?day after tomorrow'), (_, now) => iso(now, 2)],
  [word('this (morning|afternoon|evening)'), (m, now) => `${iso(now, 0)} at ${PARTS[m[1]?.toLowerCase() as 'morning']}`],
  [word('tonight'), (_, now) => `${iso(now, 0)} at ${PARTS.night}`],
  [word('(?:in the )?(morning|afternoon|evening)'), (m) => `at ${PARTS[m[1]?.toLowerCase() as 'morning']}`],
];

const SPANISH_PARTS: Record<string, string> = { mañana: PARTS.morning, tarde: PARTS.afternoon, noche: PARTS.night };
const spanish: Rule[] = [
  [word('(\\d{1,2})(?::(\\d{2}))?(?:\\s?h)? de la (mañana|tarde|noche)'), (m) => clock(m[1], m[2], m[3]?.toLowerCase() !== 'mañana')],
  [word('pasado mañana'), (_, now) => iso(now, 2)],
  [word('esta (mañana|tarde|noche)'), (m, now) => `${iso(now, 0)} ${SPANISH_PARTS[m[1]?.toLowerCase() ?? '']}`],
  [word('(?:por|en|a) la (mañana|tarde|noche)'), (m) => SPANISH_PARTS[m[1]?.toLowerCase() ?? ''] ?? ''],
  [word('al mediod[ií]a'), () => PARTS.noon],
  [word('(?:la )?(?:próxima semana|semana próxima|semana que viene)'), (_, now) => iso(now, 7)],
  [word('(\\d{1,2})\\s?h(?:s|oras)?(?<!en \\d{1,2}\\s?h(?:s|oras)?)'), (m) => clock(m[1], undefined, false)],
];

const RUSSIAN_PARTS: Record<string, string> = {
  утром: PARTS.morning,
  днём: PARTS.afternoon,
  днем: PARTS.afternoon,
  вечером: PARTS.evening,
  ночью: '23:00',
};
/** "К пятнице" is how one says by when; chrono reads the other cases. */
const RUSSIAN_DAYS: Record<string, string> = {
  понедельнику: 'понедельник',
  вторнику: 'вторник',
  среде: 'среду',
  четвергу: 'четверг',
  пятнице: 'пятницу',
  субботе: 'субботу',
  воскресенью: 'воскресенье',
};
const russian: Rule[] = [
  [
    word('(?:в )?(\\d{1,2})(?::(\\d{2}))?(?: час(?:а|ов)?)? (утра|дня|вечера)'),
    (m) => `в ${clock(m[1], m[2], m[3]?.toLowerCase() !== 'утра')}`,
  ],
  [word('(утром|днём|днем|вечером|ночью)'), (m) => `в ${RUSSIAN_PARTS[m[1]?.toLowerCase() ?? '']}`],
  [word('в полдень'), () => `в ${PARTS.noon}`],
  [word('во(?= вторник)'), () => 'в'],
  [word(`ко? (${Object.keys(RUSSIAN_DAYS).join('|')})`), (m) => `в ${RUSSIAN_DAYS[m[1]?.toLowerCase() ?? '']}`],
  [word('через полчаса'), () => 'через 30 минут'],
  [
    word('(\\d{1,2})\\.(0[1-9]|1[0-2])(?:\\.(\\d{4}|\\d{2}))?'),
    (m, now) => nextDate(Number(m[1]), Number(m[2]), m[3] === undefined ? undefined : Number(m[3]), now),
  ],
];

/** By language of the text. */
export const RULES = { en: english, es: spanish, ru: russian } as const;

/** Small words before a date that belong to it: taken out of the title together with it. */
export const LEADS = {
  en: /(?:^|\s)(?:(?:due|by|on|at|for|until)\s+)+$/iu,
  es: /(?:^|\s)(?:(?:para|el|la|antes|del|a|las|de)\s+)+$/iu,
  ru: /(?:^|\s)(?:(?:в|во|на|к|до|ко)\s+)+$/iu,
} as const;
