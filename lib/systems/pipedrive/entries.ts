import * as v from 'valibot';
import type { Action, Io } from '../contract.ts';
import { firstLine, reads } from '../entries.ts';
import { htmlToText, textToHtml } from '../html-text.ts';
import { making } from '../making.ts';
import { fitTitle } from '../texts.ts';
import type { ActionOf, Writer } from '../writes.ts';
import { fetchActivities, fetchNotes, postActivity, postNote } from './api.ts';
import { entryRef, recordUrl } from './refs.ts';
import { activitySchema, noteSchema } from './schema.ts';
import { linksAgree, narrowest, numeric, ownRefs, targetsOf } from './targets.ts';
import { thing } from './things.ts';
import { clock, clockMs, dueFields, v1Stamp } from './time.ts';

type Timed = 'task' | 'call' | 'meeting';

/** What confirm reads back: the newest rows of one record. */
const CONFIRM_ROWS = 100;
const MAX_SUBJECT = 255;

/** Writes a note. It is looked for in the record's own list, which the database answers: never in the search index. */
export const noteWriter = making<'note'>({
  what: 'entry',
  make: async (action, io) => thing(await postNote(io, notePayload(action, io))),
  async alike(action, io) {
    const wanted = notePayload(action, io);
    // By number: a note bears the rep's clock, and a wrong one may put it among old notes.
    const { rows, serverNow } = await fetchNotes(io, { ...narrowest(wanted), sort: 'id DESC', limit: CONFIRM_ROWS });
    const same = rows
      .map((row) => v.parse(noteSchema, row))
      .filter((row) => row.add_time === wanted.add_time && linksAgree(row, wanted) && shown(row.content) === shown(wanted.content));
    // The time it bears is the click's own: nothing to be told by the vendor's clock.
    return {
      rows: same.map((row) => ({ ...thing(row), ...(row.user_id && { ownerId: row.user_id }), madeAt: serverNow ?? io.now() })),
      serverNow,
    };
  },
  refOf: (id, _action, io) => entryRef(io.connection, 'note', id),
  urlOf: (_id, action, io) => pageOf(action, io),
});

/** `add_time` is when the rep wrote it: true for readers, and to the second the mark by which confirm knows its own. */
function notePayload(action: ActionOf<'note'>, io: Io) {
  return { content: textToHtml(action.text), add_time: v1Stamp(action.at), ...targetsOf(action, io) };
}

/** Writer of a task, or of a call or a meeting as an activity. */
export function activityWriter<K extends Timed>(): Writer<K> {
  return making<Timed>({
    what: 'entry',
    make: async (action, io) => thing(await postActivity(io, activityPayload(action, io))),
    async alike(action, io) {
      const wanted = activityPayload(action, io);
      const targets = targetsOf(action, io);
      const { rows, serverNow } = await fetchActivities(io, { ...narrowest(targets), sort_by: 'add_time', limit: CONFIRM_ROWS });
      const same = rows.filter((raw) => {
        const row = v.parse(activitySchema, raw);
        const primary = row.participants?.find((each) => each.primary ?? each.primary_flag)?.person_id ?? row.person_id;
        return (
          (wanted.subject === undefined || row.subject === wanted.subject) &&
          row.type === wanted.type &&
          (wanted.due_date === undefined || row.due_date === wanted.due_date) &&
          (wanted.due_time ?? '').slice(0, 5) === (row.due_time ?? '').slice(0, 5) &&
          clockMs(wanted.duration) === clockMs(row.duration) &&
          shown(row.note) === shown(wanted.note) &&
          linksAgree({ ...row, person_id: primary }, targets)
        );
      });
      return { rows: same.map(thing), serverNow };
    },
    // A task may be somebody else's.
    ownerId: (action) => (action.kind === 'task' ? action.ownerId : undefined),
    refOf: (id, _action, io) => entryRef(io.connection, 'activity', id),
    urlOf: (id, action, io) => `${pageOf(action, io)}#dialog/activity/${id}`,
    // One writer serves three kinds that are made alike.
  }) as unknown as Writer<K>;
}

interface Payload {
  subject?: string;
  type: Timed;
  done: boolean;
  owner_id?: number;
  note?: string;
  due_date?: string;
  due_time?: string;
  duration?: string;
}

function activityPayload(action: ActionOf<Timed>, io: Io): Payload & Record<string, unknown> {
  const { person_id: person, ...targets } = targetsOf(action, io);
  const guests = action.kind === 'meeting' ? ownRefs(action.attendees, io).filter(({ object }) => object === 'contact') : [];
  const people = [...new Set([person, ...guests.map(({ id }) => numeric(id))].filter((id) => id !== undefined))];
  const owner = numeric((action.kind === 'task' ? action.ownerId : undefined) ?? io.connection.userId);
  const { text, ...facts } = factsOf(action, io);
  return {
    ...facts,
    ...targets,
    ...(people.length > 0 && { participants: people.map((person_id, index) => ({ person_id, primary: index === 0 })) }),
    ...(owner !== undefined && { owner_id: owner }),
    ...(text?.trim() && { note: textToHtml(text) }),
  };
}

function factsOf(action: ActionOf<Timed>, io: Io): Payload & { text?: string | undefined } {
  if (action.kind === 'call') {
    // Stands where it took place. Without a subject the vendor writes its own word; lengths are whole minutes.
    const subject = (action.outcome?.trim() || firstLine(action.text))?.slice(0, MAX_SUBJECT);
    const length = action.durationMs !== undefined && { duration: clock(action.durationMs) };
    return {
      ...(subject && { subject }),
      type: 'call',
      done: true,
      ...dueFields(action.at, false, undefined),
      ...length,
      text: action.text,
    };
  }
  const { title: subject, text } = fitTitle(action.title, action.text, MAX_SUBJECT);
  if (action.kind === 'task') {
    const due = action.dueAt !== undefined && dueFields(action.dueAt, action.allDay, io.connection.timeZone);
    return { subject, type: 'task', done: false, ...due, text };
  }
  const { startAt, endAt, at } = action;
  return { subject, type: 'meeting', done: endAt <= at, ...dueFields(startAt, false, undefined), duration: clock(endAt - startAt), text };
}

/** What a reader sees of HTML, without the vendor's taste in markup and white space. */
function shown(html: string | undefined): string {
  return reads(htmlToText(html ?? ''));
}

function pageOf(action: Action, io: Io): string | undefined {
  const [first] = ownRefs(action.on, io);
  return first && recordUrl(first, io.connection);
}
