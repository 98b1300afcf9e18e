import type { TimelineEntry } from '../model/customer.ts';
import { type Activity, recordKey } from '../model/records.ts';
import { foldText } from './fold.ts';

/** Copies of one act are written one after the other, and some vendors round to the minute. */
const COPY_WINDOW_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;
/** What a write leaves in the text so that it can be found again: `[sidelight:…]` or `[sl:…]`. */
const MARKER = /\[?\b(?:sidelight|sl):([\w-]{6,})\]?/i;

/**
 * One entry per act, newest first. Copies are activities of one kind in different accounts with the same marker, or with
 * the same words within five minutes (tasks: or due within a day); two like entries in one account are two acts. The same entry read twice (through a
 * contact and through its deal) is one. Does not depend on the order given; loses no ref.
 */
export function mergeTimeline(activities: readonly Activity[]): TimelineEntry[] {
  const sorted = fullest(activities).toSorted((a, b) => a.activity.at - b.activity.at || byKey(a, b));
  const open = new Map<string, Told[][]>();
  const entries: Told[][] = [];
  for (const told of sorted) {
    const content = contentKey(told.activity);
    const isMarked = content?.startsWith(`${told.activity.kind} #`) ?? false;
    const home = content === undefined ? undefined : open.get(content)?.find((copies) => isCopy(told.activity, isMarked, copies));
    if (home) {
      home.push(told);
      continue;
    }
    const copies = [told];
    entries.push(copies);
    if (content !== undefined) open.set(content, [...(open.get(content) ?? []), copies]);
  }
  return entries
    .map((copies) => copies.toSorted((a, b) => byFullness(a.activity, b.activity) || byKey(a, b)))
    .toSorted(([a], [b]) => (b?.activity.at ?? 0) - (a?.activity.at ?? 0) || (a && b ? byKey(a, b) : 0))
    .map(toEntry);
}

/** One entry of one account, by its recordKey. */
interface Told {
  key: string;
  activity: Activity;
}

/** The same entry through several records: keeps the fullest reading, with every record it is on. */
function fullest(activities: readonly Activity[]): Told[] {
  const byEntry = Map.groupBy(activities, ({ ref }) => recordKey(ref));
  return [...byEntry].flatMap(([key, readings]) => {
    const [best] = readings.toSorted((a, b) => byFullness(a, b) || byText(JSON.stringify(a), JSON.stringify(b)));
    const on = new Map(readings.flatMap((reading) => reading.on.map((ref) => [recordKey(ref), ref] as const)));
    return best ? [{ key, activity: { ...best, on: [...on].toSorted(([a], [b]) => byText(a, b)).map(([, ref]) => ref) } }] : [];
  });
}

function contentKey(activity: Activity): string | undefined {
  const { kind, title, text } = activity;
  const marker = MARKER.exec(text ?? '')?.[1] ?? MARKER.exec(title ?? '')?.[1];
  if (marker !== undefined) return `${kind} #${marker.toLowerCase()}`;
  // A task or e-mail is known by its title; of a note or call, vendors make the title themselves.
  const told = kind === 'note' || kind === 'call' || kind === 'message' ? [text, title] : [title, text];
  const words = told.map((each) => foldText(each ?? '')).find((each) => each !== '');
  return words === undefined ? undefined : `${kind} ${words}`;
}

/** Vendors place a task where it was made or where it is due, and some keep only the day. */
function isSameDue({ kind, dueAt }: Pick<Activity, 'kind' | 'dueAt'>, copies: readonly Activity[]): boolean {
  if (kind !== 'task' || dueAt === undefined) return false;
  return copies.every((copy) => copy.dueAt !== undefined && Math.abs(copy.dueAt - dueAt) < DAY_MS);
}

function isCopy({ at, ref, ...activity }: Activity, isMarked: boolean, copies: readonly Told[]): boolean {
  const all = copies.map((copy) => copy.activity);
  const near = isMarked || at - (all[0]?.at ?? 0) <= COPY_WINDOW_MS || isSameDue(activity, all);
  return near && all.every((copy) => copy.ref.system !== ref.system || copy.ref.account !== ref.account);
}

function toEntry(told: readonly Told[]): TimelineEntry {
  const copies = told.map(({ activity }) => activity);
  return { activity: copies[0] as Activity, copies, refs: copies.map(({ ref }) => ref) };
}

function byFullness(a: Activity, b: Activity): number {
  const told = (activity: Activity) => (activity.text?.length ?? 0) + (activity.title?.length ?? 0);
  return told(b) - told(a) || b.at - a.at;
}

function byKey(a: Told, b: Told): number {
  return byText(a.key, b.key);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
