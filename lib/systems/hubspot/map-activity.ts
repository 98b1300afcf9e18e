import type { Activity } from '../../model/records.ts';
import { htmlToText } from '../html-text.ts';
import { defined, phrase, quantity } from '../values.ts';
import { CALL, EMAIL, MEETING, NOTE, type ObjectType, TASK } from './objects.ts';
import type { HubspotObject } from './schema.ts';
import { time } from './values.ts';

type Fields = Omit<Activity, 'ref' | 'ownerId' | 'on'>;

/** Outcomes that every account has; an account's own ones stay as the GUID HubSpot gives. Source: HubSpot docs, "Calls". */
const CALL_OUTCOMES = new Map([
  ['9d9162e7-6cf3-4944-bf63-4dff82258764', 'busy'],
  ['f240bbac-87c9-4f6e-bf70-924b57d47db7', 'connected'],
  ['a4c4c377-d246-4b32-a13b-75a56a4cd0ff', 'left-message'],
  ['b2cf5968-551e-4856-9783-52b3da59a7d0', 'left-voicemail'],
  ['73a0d17f-1163-4015-bdd5-ec830791da20', 'no-answer'],
  ['17b47fee-58de-441e-a44c-c6300d46f273', 'wrong-number'],
]);
/** The GUID of an outcome that every account has, by our word for it (`no-answer`, `No answer`) or as itself. */
export function dispositionOf(outcome: string): string | undefined {
  const word = outcome.toLowerCase();
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(word)) return word;
  return [...CALL_OUTCOMES].find(([, name]) => name === word.replace(/[\s_]+/g, '-'))?.[0];
}

const DIRECTIONS = new Map<string, 'in' | 'out'>([
  ['INBOUND', 'in'],
  ['OUTBOUND', 'out'],
  ['INCOMING_EMAIL', 'in'],
  ['EMAIL', 'out'],
]);

/** What a timeline shows of an engagement, by its type; an unknown type is `other` with whatever HubSpot previews. */
export function activityFields(type: ObjectType | undefined, object: HubspotObject): Fields {
  const p = object.properties;
  const at = time(p.hs_timestamp) ?? time(p.hs_createdate) ?? time(object.createdAt) ?? 0;
  switch (type?.native) {
    case NOTE.native:
      return entry('note', at, undefined, text(p.hs_note_body, p.hs_body_preview));
    case TASK.native:
      return { ...entry('task', at, p.hs_task_subject, text(p.hs_task_body)), ...taskFields(p) };
    case CALL.native:
      return { ...entry('call', at, p.hs_call_title, text(p.hs_call_body)), ...callFields(p) };
    case MEETING.native:
      return { ...entry('meeting', at, p.hs_meeting_title, both(p.hs_meeting_body, p.hs_internal_meeting_notes)), ...meetingFields(p) };
    case EMAIL.native:
      return { ...entry('email', at, p.hs_email_subject, phrase(p.hs_email_text) ?? text(p.hs_email_html)), ...emailFields(p) };
    default:
      return entry('other', at, undefined, text(p.hs_body_preview));
  }
}

function entry(kind: Activity['kind'], at: number, title: unknown, body: string | undefined): Fields {
  return { kind, at, ...defined({ title: phrase(title), text: body || undefined }) };
}

/** The first body that has any text; HubSpot's bodies are HTML, its previews plain. */
function text(...bodies: unknown[]): string | undefined {
  for (const body of bodies) {
    const source = phrase(body);
    const plain = source === undefined ? '' : htmlToText(source);
    if (plain) return plain;
  }
  return undefined;
}

/** What attendees were told and what colleagues noted, as one text. */
function both(...bodies: unknown[]): string | undefined {
  return bodies.flatMap((body) => text(body) ?? []).join('\n\n') || undefined;
}

function taskFields(p: HubspotObject['properties']): Partial<Fields> {
  const status = phrase(p.hs_task_status);
  return defined({ dueAt: time(p.hs_timestamp), done: status === undefined ? undefined : status === 'COMPLETED' });
}

function callFields(p: HubspotObject['properties']): Partial<Fields> {
  const disposition = phrase(p.hs_call_disposition);
  const durationMs = quantity(p.hs_call_duration);
  return defined({
    direction: DIRECTIONS.get(phrase(p.hs_call_direction) ?? ''),
    outcome: disposition === undefined ? phrase(p.hs_call_status) : (CALL_OUTCOMES.get(disposition.toLowerCase()) ?? disposition),
    durationMs: durationMs !== undefined && durationMs >= 0 ? durationMs : undefined,
  });
}

function meetingFields(p: HubspotObject['properties']): Partial<Fields> {
  const durationMs = (time(p.hs_meeting_end_time) ?? Number.NaN) - (time(p.hs_meeting_start_time) ?? Number.NaN);
  return defined({ outcome: phrase(p.hs_meeting_outcome), durationMs: durationMs >= 0 ? durationMs : undefined });
}

/** A forwarded e-mail may have come from either side. */
function emailFields(p: HubspotObject['properties']): Partial<Fields> {
  return defined({ direction: DIRECTIONS.get(phrase(p.hs_email_direction) ?? ''), outcome: phrase(p.hs_email_status) });
}
