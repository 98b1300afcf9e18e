import { SystemError } from '../../model/errors.ts';
import type { Io, Receipt } from '../contract.ts';
import { requireOrder, wordsOf } from '../entries.ts';
import type { ActionOf } from '../writes.ts';
import { composite, madeId, type Part } from './api.ts';
import { plain } from './documents.ts';
import { confirmOn, entryValues, madeReceipt } from './marked-entries.ts';
import { checkedId, soqlTime } from './soql.ts';
import { isPerson, targets, whoAndWhat } from './targets.ts';

type Meeting = ActionOf<'meeting'>;

const MOST_ATTENDEES = 24;
/** Only orgs with Shared Activities have this field; elsewhere every relation is an invitee. */
const SHARED_ONLY = 'IsInvitee';

/**
 * One Event, and one EventRelation per person beyond the first, all or nothing. Its company shows it by itself (AccountId is derived);
 * a deal only when the rep named it, since company and deal share `WhatId`.
 * Source: "Event", "EventRelation" (Object Reference).
 */
export async function createMeeting(action: Meeting, key: string, io: Io): Promise<Receipt> {
  const { title, text, startAt, endAt } = action;
  requireOrder(action);
  wordsOf(title, 'title');
  const all = withAttendees(action);
  const values = entryValues({ ...all, ...(text && { text: plain(text) }) }, plain(title), key, io);
  const body = { ...values, StartDateTime: soqlTime(startAt), EndDateTime: soqlTime(endAt) };
  const { who } = whoAndWhat(all, io);
  const others = targets(all, io).filter((ref) => ref !== who && isPerson(ref));
  const make = async (isShared: boolean) => {
    const event: Part = { id: 'event', method: 'POST', path: '/sobjects/Event', body };
    const invited = others.slice(0, MOST_ATTENDEES).map(
      ({ id }, at): Part => ({
        id: `with${at}`,
        method: 'POST',
        path: '/sobjects/EventRelation',
        body: { EventId: '@{event.id}', RelationId: checkedId(id), Status: 'New', ...(isShared && { [SHARED_ONLY]: true }) },
      }),
    );
    return composite(io, [event, ...invited], true);
  };
  // A refused field is certain not to have made anything.
  const answers = await make(true).catch((error: unknown) => {
    if (error instanceof SystemError && error.code === 'INVALID_FIELD' && others.length > 0) return make(false);
    throw error;
  });
  return madeReceipt(io, 'Event', [madeId(answers, 'event')]);
}

/** Did the event land? By the mark in its subject, among those of the first person, be she an attendee only. */
export async function confirmMeeting(action: Meeting, key: string, io: Io): Promise<Receipt | undefined> {
  return confirmOn('Event', { ...action, ...withAttendees(action) }, plain(action.title), key, io);
}

const withAttendees = ({ on, attendees }: Meeting) => ({ on: [...on, ...attendees] });
