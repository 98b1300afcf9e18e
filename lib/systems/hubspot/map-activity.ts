import type { Activity } from '../../model/records.ts';
import { htmlToText } from '../html-text.ts';
import { defined, phrase, phrases, quantity } from '../values.ts';
import { CALL, EMAIL, MEETING, NOTE, type ObjectType, TASK } from './objects.ts';
import type { HubspotObject } from './schema.ts';
import { time } from './values.ts';

type Fields = Omit<Activity, 'ref' | 'ownerId' | 'on'>;
type More = { [K in 'direction' | 'outcome' | 'durationMs' | 'dueAt' | 'done']?: Fields[K] | undefined };

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

const DIRECTIONS: ReadonlyMap<unknown, 'in' | 'out'> = new Map([
  ['INBOUND', 'in' as const],
  ['OUTBOUND', 'out' as const],
  ['INCOMING_EMAIL', 'in' as const],
  ['EMAIL', 'out' as const],
]);

/** What a timeline shows of an engagement, by its type; an unknown type is `other` with whatever HubSpot previews. */
export function activityFields(type: ObjectType | undefined, object: HubspotObject): Fields {
  const p = object.properties;
  const at = time(p.hs_timestamp) ?? time(p.hs_createdate) ?? time(object.createdAt) ?? 0;
  const entry = (kind: Activity['kind'], title: unknown, body: string | undefined, more: More = {}): Fields => ({
    kind,
    at,
    ...defined({ title: phrase(title), text: body || undefined, ...more }),
  });
  switch (type) {
    case NOTE:
      return entry('note', undefined, text(p.hs_note_body) ?? text(p.hs_body_preview));
    case TASK:
      return entry('task', p.hs_task_subject, text(p.hs_task_body), taskFields(p));
    case CALL:
      return entry('call', p.hs_call_title, text(p.hs_call_body), callFields(p));
    case MEETING:
      // What attendees were told and what colleagues noted, as one text.
      return entry('meeting', p.hs_meeting_title, phrases(text(p.hs_meeting_body), text(p.hs_internal_meeting_notes)).join('\n\n'), {
        outcome: phrase(p.hs_meeting_outcome),
        durationMs: positive((time(p.hs_meeting_end_time) ?? Number.NaN) - (time(p.hs_meeting_start_time) ?? Number.NaN)),
      });
    case EMAIL:
      // A forwarded e-mail may have come from either side.
      return entry('email', p.hs_email_subject, phrase(p.hs_email_text) ?? text(p.hs_email_html), {
        direction: DIRECTIONS.get(p.hs_email_direction),
        outcome: phrase(p.hs_email_status),
      });
    default:
      return entry('other', undefined, text(p.hs_body_preview));
  }
}

/** HubSpot's bodies are HTML, its previews plain. */
function text(body: unknown): string | undefined {
  return htmlToText(phrase(body) ?? '') || undefined;
}

function taskFields(p: HubspotObject['properties']): More {
  const status = phrase(p.hs_task_status);
  return { dueAt: time(p.hs_timestamp), done: status === undefined ? undefined : status === 'COMPLETED' };
}

function callFields(p: HubspotObject['properties']): More {
  const disposition = phrase(p.hs_call_disposition);
  return {
    direction: DIRECTIONS.get(p.hs_call_direction),
    outcome: disposition === undefined ? phrase(p.hs_call_status) : (CALL_OUTCOMES.get(disposition.toLowerCase()) ?? disposition),
    durationMs: positive(quantity(p.hs_call_duration)),
  };
}

function positive(durationMs: number | undefined): number | undefined {
  return durationMs !== undefined && durationMs >= 0 ? durationMs : undefined;
}
