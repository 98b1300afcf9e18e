import type { CustomerSummary, DossierPart, DueTask, LinkedRecord, Opening } from './dossier.ts';
import type { Activity, SystemRecord } from './records.ts';
import { isTombstone, type SyncedRow } from './sync.ts';

/*
 * Fields the rep never wants on her disk. A name on the list is one of ours (`phones`, `city`, `amount`, `text`) or a system's own name for
 * a field (`Birthday__c`); capitals do not count. Who a record is and what it is called cannot be dropped: nothing could be shown.
 */

/** What a record cannot do without. */
const NEEDED: ReadonlySet<string> = new Set(['kind', 'ref', 'name', 'links', 'custom', 'status', 'at', 'on', 'url', 'mergedInto']);
type Bag = Readonly<Record<string, unknown>>;

function without<T extends object>(names: ReadonlySet<string>, value: T): T {
  const kept = Object.entries(value as Bag).flatMap(([name, each]): [string, unknown][] => {
    if (NEEDED.has(name) || !names.has(name.toLowerCase())) return [[name, each]];
    // A list that every record has stays a list.
    return Array.isArray(each) ? [[name, []]] : [];
  });
  return Object.fromEntries(kept) as T;
}

/** A record as it may be kept. */
export function keptRecord(names: ReadonlySet<string>, record: SystemRecord): SystemRecord {
  if (names.size === 0) return record;
  const { custom, facts } = record;
  return { ...without(names, { ...record, ...(facts && { facts: without(names, facts) }) }), custom: without(names, custom) };
}

/** A record and why it is where it is: a reason may tell the very value (`email`, `phone`, `domain`) that both records share. */
function keptLink(names: ReadonlySet<string>, linked: LinkedRecord): LinkedRecord {
  const { record, reasons } = linked;
  const isKept = ([name]: [string, string]) => !names.has(name) && !names.has(`${name}s`);
  const told = reasons?.map(({ values, ...reason }) => {
    const kept = Object.entries(values ?? {}).filter(isKept);
    return kept.length > 0 ? { ...reason, values: Object.fromEntries(kept) } : reason;
  });
  return { ...linked, record: keptRecord(names, record), ...(told && { reasons: told }) };
}

/** An entry of a timeline as it may be kept. */
export function keptActivity(names: ReadonlySet<string>, activity: Activity): Activity {
  return names.size === 0 ? activity : without(names, activity);
}

/** A row of a list as it may be kept; of one that is gone there is nothing to drop. */
export function keptRow(names: ReadonlySet<string>, row: SyncedRow): SyncedRow {
  if (names.size === 0 || isTombstone(row)) return row;
  return 'custom' in row ? keptRecord(names, row) : keptActivity(names, row);
}

/** One system's answer as it may be kept. */
export function keptBody<T extends Pick<DossierPart, 'records' | 'activities'>>(names: ReadonlySet<string>, body: T): T {
  if (names.size === 0) return body;
  return {
    ...body,
    records: body.records.map((linked) => keptLink(names, linked)),
    activities: body.activities.map((activity) => keptActivity(names, activity)),
  };
}

/** How a record leads to a customer, as it may be kept. */
export function keptOpening(names: ReadonlySet<string>, opening: Opening): Opening {
  if (names.size === 0) return opening;
  const people = opening.people.map((person) => without(names, person));
  return { ...opening, people, ...(opening.focus && { focus: keptRecord(names, opening.focus) }) };
}

/** A line of a list as it may be kept. */
export function keptSummary(names: ReadonlySet<string>, summary: CustomerSummary): CustomerSummary {
  return names.size === 0 ? summary : without(new Set([...names].filter((name) => !LINE.has(name))), summary);
}
const LINE: ReadonlySet<string> = new Set(['dossier', 'anchor', 'connectionids', 'openedat']);

/** A task as it may be kept. */
export function keptTask(names: ReadonlySet<string>, task: DueTask): DueTask {
  return { ...task, task: keptActivity(names, task.task) };
}

/** The list as it is looked up. */
export function namesIn(list: readonly string[] | undefined): ReadonlySet<string> {
  return new Set(list?.map((name) => name.trim().toLowerCase()));
}
