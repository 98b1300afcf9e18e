import { finite } from './clock.ts';
import { type Activity, type Io, type RecordRef, SystemError } from './contract.ts';

/** An entry cannot be older than the click that made it; the server's clock may be read this much off. */
const CLOCK_SLACK_MS = 30_000;

/**
 * From when an entry may be the one an action of `at` made, by the vendor's clock: the click's time is corrected by the `Date` of the
 * same answer (epoch ms, undefined where unknown), so a wrong clock on the rep's machine does no harm.
 */
export function notBefore(at: number, serverNow: number | undefined, io: Io): number {
  return at + (serverNow === undefined ? 0 : serverNow - io.now()) - CLOCK_SLACK_MS;
}

/** The same `io`, and the vendor's clock as the `Date` of its latest answer told it, epoch ms; undefined before the first. */
export function clocked(io: Io): { io: Io; serverNow(): number | undefined } {
  let at: number | undefined;
  const fetch: Io['fetch'] = async (request) => {
    const answer = await io.fetch(request);
    at = finite(Date.parse(answer.headers.get('date') ?? '')) ?? at;
    return answer;
  };
  return { io: { ...io, fetch }, serverNow: () => at };
}

/** Might this user's entry be ours? Unknown users count as ourselves. */
export function isOurs(userId: string | undefined, io: Io): boolean {
  return io.connection.userId === undefined || userId === undefined || userId === io.connection.userId;
}

/** What a reader sees of a plain text, without the vendor's taste in white space. */
export function reads(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

/** The first line with something in it. */
export function firstLine(text: string | undefined): string | undefined {
  return text
    ?.split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '');
}

/** An entry in a record's timeline belongs to that record, also where its own fields name others only. */
export function onRecord(activity: Activity, ref: RecordRef): Activity {
  const known = activity.on.some((each) => each.object === ref.object && each.id === ref.id);
  return known ? activity : { ...activity, on: [...activity.on, ref] };
}

/** Newest first; what stands at one moment keeps its order. */
export function newestFirst(rows: readonly Activity[]): Activity[] {
  return [...rows].sort((a, b) => b.at - a.at);
}

/** What the rep wrote. @throws SystemError `invalid` with code `empty` where that is nothing. */
export function wordsOf(text: string, field: string): string {
  if (text.trim() === '') throw new SystemError('invalid', { code: 'empty', field });
  return text;
}

/** @throws SystemError `invalid` with code `bad-time` for an end before the start. */
export function requireOrder({ startAt, endAt }: { startAt: number; endAt: number }): void {
  if (!(endAt >= startAt)) throw new SystemError('invalid', { code: 'bad-time', field: 'endAt' });
}
