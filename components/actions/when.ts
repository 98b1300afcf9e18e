import { casual as english } from 'chrono-node/en';
import { casual as spanish } from 'chrono-node/es';
import { casual as russian } from 'chrono-node/ru';
import type { Language } from '../words/i18n.ts';
import { LEADS, RULES, type Rule } from './when-rules.ts';

/** A moment found in a line. `start`/`end` are the recognised words' place in the text as typed. */
export interface When {
  at: number;
  /** No time of day was named: `at` is noon of that day, local time. */
  allDay: boolean;
  start: number;
  end: number;
}

const PARSERS = { en: english, es: spanish, ru: russian } as const;
const LINE_LIMIT = 500;

/** Text with the place each character came from, so that a rewrite can be pointed back at what was typed. */
interface Traced {
  text: string;
  /** One more than characters: the last is the end. */
  from: number[];
}

function rewrite({ text, from }: Traced, [pattern, write]: Rule, now: Date): Traced {
  const match = text.match(pattern);
  if (!match || match.index === undefined) return { text, from };
  const end = match.index + match[0].length;
  const replacement = write(match, now);
  const start = from[match.index] ?? 0;
  return {
    text: text.slice(0, match.index) + replacement + text.slice(end),
    from: [...from.slice(0, match.index), ...Array.from(replacement, () => start), ...from.slice(end)],
  };
}

function readIn(language: Language, text: string, now: Date): When | undefined {
  let traced: Traced = { text, from: Array.from({ length: text.length + 1 }, (_, at) => at) };
  for (const rule of RULES[language]) traced = rewrite(traced, rule, now);
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const found = PARSERS[language]
    .parse(traced.text, now, { forwardDate: true })
    .filter((result) => result.start.date().getTime() >= today)
    .sort((a, b) => b.text.length - a.text.length)[0];
  if (!found) return undefined;
  const start = traced.from[found.index] ?? 0;
  const end = traced.from[found.index + found.text.length] ?? text.length;
  const lead = text.slice(0, start).match(LEADS[language]);
  const allDay = !found.start.isCertain('hour');
  const date = found.start.date();
  if (allDay) date.setHours(12, 0, 0, 0);
  return { at: date.getTime(), allDay, start: lead ? start - lead[0].trimStart().length : start, end };
}

/**
 * The due moment in a task line, in any of the three languages whatever the interface speaks: the reading that explains
 * most of the text wins, the interface's language first among equals. Always forward from `now`, in the local zone.
 */
export function findWhen(text: string, language: Language, now: Date): When | undefined {
  const line = text.slice(0, LINE_LIMIT);
  const order: Language[] = [language, ...(['en', 'es', 'ru'] as const).filter((other) => other !== language)];
  let best: When | undefined;
  for (const candidate of order) {
    const when = readIn(candidate, line, now);
    if (when && (!best || when.end - when.start > best.end - best.start)) best = when;
  }
  return best;
}

const PRIORITIES: [RegExp, 'low' | 'high'][] = [
  [/(?:^|\s)!(?:high|alta|urgente|высокий|важно|срочно)(?=\s|$|,)/iu, 'high'],
  [/(?:^|\s)!(?:low|baja|низкий)(?=\s|$|,)/iu, 'low'],
];

/** `!high`, `!alta`, `!важно`, `!low` … and where it stands. */
export function findPriority(text: string): { priority: 'low' | 'high'; start: number; end: number } | undefined {
  for (const [pattern, priority] of PRIORITIES) {
    const match = text.match(pattern);
    if (match?.index !== undefined) return { priority, start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}

/** The line without what was recognised: the task's title. */
export function titleOf(text: string, ranges: readonly { start: number; end: number }[]): string {
  const rest = [...ranges]
    .sort((a, b) => b.start - a.start)
    .reduce((line, { start, end }) => `${line.slice(0, start)} ${line.slice(end)}`, text);
  return rest
    .replace(/\s+/gu, ' ')
    .replace(/^[\s,;:–-]+|[\s,;:–-]+$/gu, '')
    .replace(/\s+,/gu, ',');
}
