import type { Language } from '../words/i18n.ts';
import { findWhen } from './when.ts';

/** What is proposed to be done next. `asked`: a date stands in the text, so it is meant; else it is only offered. */
export interface FollowUp {
  at: number;
  asked: boolean;
}

const HOUR = 10;

/** The day named in the text, else tomorrow morning. */
export function followUpFrom(text: string, language: Language, now: Date): FollowUp {
  const when = findWhen(text, language, now);
  if (when) return { at: when.allDay ? atHour(new Date(when.at)) : when.at, asked: true };
  const tomorrow = new Date(now);
  tomorrow.setDate(tomorrow.getDate() + 1);
  return { at: atHour(tomorrow), asked: false };
}

function atHour(day: Date): number {
  return new Date(day).setHours(HOUR, 0, 0, 0);
}
