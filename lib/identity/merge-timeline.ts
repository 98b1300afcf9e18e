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
  const sorted = [...fullest(activities).values()].toSorted((a, b) => a.at - b.at || order(a, b));
  const open = new Map<string, Activity[][]>();
  const entries: Activity[][] = [];
  for (const activity of sorted) {
    const key = contentKey(activity);
    const home = key === undefined ? undefined : open.get(key)?.find((copies) => isCopy(activity, copies));
    if (home) {
      home.push(activity);
      continue;
    }
    const copies = [activity];
    entries.push(copies);
    if (key !== undefined) open.set(key, [...(open.get(key) ?? []), copies]);
  }
  return entries.map(toEntry).toSorted((a, b) => b.activity.at - a.activity.at || order(a.activity, b.activity));
}

/** The same entry through several records: keeps the fullest reading, with every record it is on. */
function fullest(activities: readonly Activity[]): Map<string, Activity> {
  const byKey = Map.groupBy(activities, ({ ref }) => recordKey(ref));
  const merged = new Map<string, Activity>();
  for (const [key, readings] of byKey) {
    const [best] = readings.toSorted(byFullness);
    const on = new Map(readings.flatMap((reading) => reading.on.map((ref) => [recordKey(ref), ref] as const)));
    if (best) merged.set(key, { ...best, on: [...on.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref) });
  }
  return merged;
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

function isCopy({ at, ref, ...activity }: Activity, copies: readonly Activity[]): boolean {
  const marked = contentKey({ at, ref, ...activity })?.startsWith(`${activity.kind} #`);
  const near = marked || at - (copies[0]?.at ?? 0) <= COPY_WINDOW_MS || isSameDue(activity, copies);
  return near && copies.every((copy) => copy.ref.system !== ref.system || copy.ref.account !== ref.account);
}

function toEntry(copies: readonly Activity[]): TimelineEntry {
  const sorted = copies.toSorted(byFullness);
  return { activity: sorted[0] as Activity, copies: sorted, refs: sorted.map(({ ref }) => ref) };
}

function byFullness(a: Activity, b: Activity): number {
  const told = (activity: Activity) => (activity.text?.length ?? 0) + (activity.title?.length ?? 0);
  return told(b) - told(a) || b.at - a.at || order(a, b);
}

function order(a: Activity, b: Activity): number {
  const name = (activity: Activity) => `${recordKey(activity.ref)} ${JSON.stringify(activity)}`;
  return name(a) < name(b) ? -1 : Number(name(a) > name(b));
}
