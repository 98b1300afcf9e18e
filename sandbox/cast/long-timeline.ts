import { activity, type Family } from './family.ts';
import { DAY, HOUR, type Moments } from './moments.ts';
import { smallTalk } from './small-talk.ts';

/** A long tail of everyday activities: more than any vendor's page holds, one every other day, newest two weeks old. */
export function longTimeline(
  m: Moments,
  system: Family['activities'][number]['system'],
  personKey: string,
  companyKey: string,
  count: number,
): Family {
  const kinds = ['email', 'call', 'note', 'email', 'task', 'meeting'] as const;
  const activities = Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'note';
    const at = m.daysAgo(14) - index * 2 * DAY - (index % 9) * HOUR;
    return activity(`${personKey}-${system}-${index}`, system, kind, at, {
      personKey,
      companyKey,
      ...smallTalk(kind, count - index),
      ownerIndex: index % 4,
      ...((kind === 'email' || kind === 'call') && { direction: index % 2 === 0 ? ('out' as const) : ('in' as const) }),
      ...(kind === 'call' && { durationMs: 60_000 * (1 + (index % 20)) }),
      ...(kind === 'meeting' && { durationMs: HOUR, done: true }),
      ...(kind === 'task' && { dueAt: at + DAY, done: true }),
    });
  });
  return { companies: [], people: [], deals: [], activities };
}
