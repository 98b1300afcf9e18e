import type { VendorContext } from '../vendor.ts';
import { answer, failV1 } from './answers.ts';
import { effectRef } from './effects.ts';
import { sanitise } from './sanitise.ts';
import { noteAnswer } from './shapes.ts';
import { type Note, nextId, stamp, type Tables } from './tables.ts';

/** `POST /v1/notes`: at least one target; `add_time` may lie in the past; v1 takes numbers in quotes too. */
export function createNote(body: unknown, tables: Tables, context: VendorContext): Response {
  const wish = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (typeof wish.content !== 'string' || wish.content.trim() === '') return failV1(400, 'Note content must be given.');
  const links = { person_id: number(wish.person_id), org_id: number(wish.org_id), deal_id: number(wish.deal_id) };
  const lead_id = typeof wish.lead_id === 'string' ? wish.lead_id : null;
  if (Object.values(links).every((id) => id === null) && lead_id === null)
    return failV1(400, 'At least one of deal_id, person_id, org_id, lead_id or project_id must be given.');
  if (links.person_id !== null && !tables.persons.has(links.person_id)) return failV1(404, 'Person not found');
  if (links.org_id !== null && !tables.organizations.has(links.org_id)) return failV1(404, 'Organization not found');
  if (links.deal_id !== null && !tables.deals.has(links.deal_id)) return failV1(404, 'Deal not found');
  if (lead_id !== null && !tables.leads.has(lead_id)) return failV1(404, 'Lead not found');
  const now = stamp(context.now());
  const given =
    typeof wish.add_time === 'string' && /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(wish.add_time) ? wish.add_time : undefined;
  const id = nextId(tables.notes);
  const note: Note = {
    id,
    content: sanitise(wish.content),
    user_id: tables.users[0]?.id ?? 0,
    ...links,
    lead_id,
    add_time: given === undefined ? now : `${given.replace(' ', 'T')}Z`,
    update_time: now,
    active_flag: true,
  };
  tables.notes.set(id, note);
  tables.written.set(note, context.now());
  context.record({ method: 'POST', path: '/api/v1/notes', ref: effectRef('note', String(id)), actionKind: 'note' });
  return answer(201, { success: true, data: noteAnswer(note, tables) });
}

/** `DELETE /v1/notes/{id}`: the note is hidden for good. */
export function deleteNote(id: number, tables: Tables, context: VendorContext): Response {
  const note = tables.notes.get(id);
  if (!note?.active_flag) return failV1(404, 'Note not found');
  Object.assign(note, { active_flag: false, update_time: stamp(context.now()) });
  context.record({ method: 'DELETE', path: `/api/v1/notes/${id}`, ref: effectRef('note', String(id)), actionKind: 'delete' });
  return answer(200, { success: true, data: true });
}

function number(value: unknown): number | null {
  const id = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isInteger(id) ? id : null;
}
