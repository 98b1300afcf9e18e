import type { Activity, Connection, RecordRef } from '../contract.ts';
import { guidOf } from '../guid.ts';
import { plainBody } from '../html-text.ts';
import { objectOf, withoutUndefined } from '../values.ts';
import { logicalName, lookup, refTo } from './refs.ts';
import { array, formatted, instant, number, type Raw, text } from './values.ts';

/** `activitytypecode` → what it is to a rep. Letters, faxes, campaign responses and publishers' own kinds are `other`. */
const KINDS: Readonly<Record<string, Activity['kind']>> = {
  task: 'task',
  phonecall: 'call',
  email: 'email',
  appointment: 'meeting',
  recurringappointmentmaster: 'meeting',
  serviceappointment: 'meeting',
  socialactivity: 'message',
  chat: 'message',
  annotation: 'note',
};
/**
 * A row of an activity table (`task`, `phonecall`, `email`, `appointment`, `activitypointer`) or a note (`annotation`) → an
 * activity. Total. A meeting's `at` is its start, a call's or an e-mail's when it took place, a task's when it was made.
 */
export function toActivity(native: string, raw: unknown, connection: Connection): Activity {
  const row = objectOf(raw);
  const named = logicalName(native) ?? native;
  const type = named === 'activitypointer' ? (text(row.activitytypecode) ?? named) : named;
  return type === 'annotation' ? note(row, connection) : activity(type, row, connection);
}

function note(row: Raw, connection: Connection): Activity {
  return {
    ref: { ...refTo(connection, 'annotation', text(row.annotationid) ?? ''), object: 'activity' },
    kind: 'note',
    at: instant(row.createdon) ?? 0,
    on: refs([lookup(connection, row, 'objectid')]),
    ...withoutUndefined({
      title: text(row.subject) ?? text(row.filename),
      text: plainBody(row.notetext),
      ownerId: guidOf(row._ownerid_value),
    }),
  };
}

function activity(type: string, row: Raw, connection: Connection): Activity {
  const kind = (Object.hasOwn(KINDS, type) ? KINDS[type] : undefined) ?? 'other';
  const state = number(row.statecode);
  const minutes = number(row.actualdurationminutes) ?? number(row.scheduleddurationminutes);
  return {
    ref: { ...refTo(connection, type, text(row.activityid) ?? ''), object: 'activity' },
    kind,
    at: happened(kind, row) ?? 0,
    on: on(type, row, connection),
    ...withoutUndefined({
      title: text(row.subject),
      text: plainBody(row.description, kind === 'email'),
      direction: typeof row.directioncode === 'boolean' && (kind === 'call' || kind === 'email') ? direction(row.directioncode) : undefined,
      outcome:
        kind === 'call'
          ? (text(row.category) ?? formatted(row, 'statuscode'))
          : kind === 'other'
            ? formatted(row, 'statuscode')
            : undefined,
      durationMs: minutes !== undefined && minutes > 0 && kind !== 'task' && kind !== 'email' ? minutes * 60_000 : undefined,
      dueAt: kind === 'task' ? instant(row.scheduledend) : undefined,
      done: state === undefined ? undefined : state === 1 || state === 2,
      ownerId: guidOf(row._ownerid_value),
    }),
  };
}

/** `directioncode` is true for outgoing. */
const direction = (outgoing: boolean) => (outgoing ? ('out' as const) : ('in' as const));

function happened(kind: Activity['kind'], row: Raw): number | undefined {
  const times: Partial<Record<Activity['kind'], unknown[]>> = {
    meeting: [row.scheduledstart, row.actualstart],
    call: [row.actualstart, row.actualend, row.scheduledstart],
    email: [row.senton, row.actualend],
  };
  return [...(times[kind] ?? []), row.createdon, row.scheduledstart, row.modifiedon].map(instant).find((each) => each !== undefined);
}

/** The record it is about and, where they were expanded, the people who took part. */
function on(type: string, row: Raw, connection: Connection): RecordRef[] {
  const parties = array(row[`${type}_activity_parties`] ?? row.activitypointer_activity_parties).map(objectOf);
  const people = parties.map((party) => lookup(connection, party, 'partyid'));
  return refs([lookup(connection, row, 'regardingobjectid'), ...people]).filter(({ object: kind }) => kind !== 'custom');
}

function refs(found: readonly (RecordRef | undefined)[]): RecordRef[] {
  return [...new Map(found.filter((ref) => ref !== undefined).map((ref) => [ref.id, ref])).values()];
}
