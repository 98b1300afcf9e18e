import type { ReactNode } from 'react';

const LOOKS = {
  neutral: 'bg-chip text-text-muted',
  iris: 'bg-accent-soft text-accent-text',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
} as const;

/** A word on a soft ground. Colour only repeats what the word says. */
export function Pill({ look = 'neutral', children }: { look?: keyof typeof LOOKS; children: ReactNode }) {
  return <span className={`inline-flex min-h-5.5 items-center gap-1 rounded-full px-2 text-1 font-medium ${LOOKS[look]}`}>{children}</span>;
}
