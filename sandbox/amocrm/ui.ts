import type { VendorContext } from '../vendor.ts';
import { nothing, problem } from './answers.ts';
import { seconds } from './stamps.ts';
import { type EntityType, type EventRow, FIRST_USER, type State } from './tables.ts';

const KINDS = { contacts: 'contact', companies: 'company', leads: 'lead' } as const;

/**
 * What a person's buttons do and the API cannot: delete and merge. Paths are of the web UI and no system may use them; how a merge is
 * told in its event is our guess, and systems must not lean on it.
 */
export async function press(request: Request, state: State, context: VendorContext): Promise<Response> {
  const [, type, act] =
    /^\/ajax\/(contacts|companies|leads|notes|tasks)\/(delete|merge|restore)$/.exec(new URL(request.url).pathname) ?? [];
  if (!type || request.method !== 'POST') return problem(404, 'Not Found');
  const ids = new URLSearchParams(await request.text()).getAll('id[]').map(Number);
  const now = seconds(context.now());
  if (type === 'notes' || type === 'tasks') for (const id of ids) removeEntry(type, id, now, state);
  else if (act === 'merge') merge(type as EntityType, ids, now, state);
  else for (const id of ids) remove(type as EntityType, id, act === 'restore', now, state);
  return nothing();
}

function remove(type: EntityType, id: number, restored: boolean, now: number, state: State): void {
  const row = state[type].get(id);
  if (!row) return;
  if (type !== 'leads') state[type].delete(id);
  row.updated_at = now;
  if (restored) delete row.deleted_at;
  else row.deleted_at = now;
  tell(state, { type: `${KINDS[type]}_${restored ? 'restored' : 'deleted'}`, entity_id: id, entity_type: KINDS[type] }, now);
}

/** The first one stays. */
function merge(type: EntityType, [kept = 0, ...others]: number[], now: number, state: State): void {
  const row = state[type].get(kept);
  if (!row) return;
  for (const id of others) state[type].delete(id);
  for (const lead of state.leads.values()) lead.contactIds = lead.contactIds.map((id) => (others.includes(id) ? kept : id));
  row.updated_at = now;
  const value_before = others.map((id) => ({ entity: { id, type: KINDS[type] } }));
  tell(state, { type: 'entity_merged', entity_id: kept, entity_type: KINDS[type], value_before }, now);
}

function removeEntry(type: 'notes' | 'tasks', id: number, now: number, state: State): void {
  const note = state.notes.get(id);
  if (type === 'notes' && note) {
    const value_before = [{ note: { id } }];
    tell(state, { type: 'common_note_deleted', entity_id: note.entity_id, entity_type: KINDS[note.owner], value_before }, now);
  }
  if (type === 'tasks') tell(state, { type: 'task_deleted', entity_id: id, entity_type: 'task' }, now);
  state[type].delete(id);
}

/** Puts an event into the account's history. */
export function tell(state: State, event: Pick<EventRow, 'type' | 'entity_id' | 'entity_type'> & Partial<EventRow>, now: number): void {
  state.events.push({
    id: `01h${state.nextId().toString(36).padStart(23, '0')}`,
    created_by: FIRST_USER,
    created_at: now,
    value_after: [],
    value_before: [],
    ...event,
  });
}
