import type { CastActivity } from '../cast-types.ts';
import { seconds } from './stamps.ts';
import { type Entity, FIRST_USER, type NoteRow, type State, type TaskRow } from './tables.ts';

/** An entry of the story, on the most specific record it belongs to. */
export function seedActivity(
  activity: CastActivity,
  state: State,
  companies: ReadonlyMap<string, number>,
  leads: ReadonlyMap<string, number>,
): void {
  const owner = ownerOf(activity, state, companies, leads);
  if (!owner) return;
  const user = FIRST_USER + activity.ownerIndex;
  if (activity.kind === 'task' || activity.kind === 'meeting') addTask(state, owner, activity, user);
  else addNote(state, owner, activity.at, user, ...noteOf(activity));
}

function noteOf(activity: CastActivity): [string, Record<string, unknown>] {
  const { kind, title, text, direction, outcome } = activity;
  if (kind === 'call') {
    const lines = [title, text].filter((line) => line !== undefined).join('\n');
    const params = {
      uniq: activity.key,
      duration: Math.round((activity.durationMs ?? 0) / 1000),
      source: 'Манго',
      call_result: outcome ?? '',
    };
    return [direction === 'in' ? 'call_in' : 'call_out', { ...params, text: lines, link: '', phone: '+74951234567' }];
  }
  if (kind === 'email')
    return [
      'amomail_message',
      { income: direction === 'in', subject: title ?? '', content_summary: text ?? '', attach_cnt: 0, delivery: null },
    ];
  return ['common', { text: [title, text].filter((line) => line !== undefined).join('\n') }];
}

/** Meetings are tasks of type 2 here. */
function addTask(state: State, owner: Entity, activity: CastActivity, user: number): void {
  const id = state.nextId();
  const task: TaskRow = {
    id,
    entity_id: owner.id,
    entity_type: owner.type,
    created_by: user,
    created_at: seconds(activity.at),
    updated_at: seconds(activity.at),
    responsible_user_id: user,
    is_completed: activity.done ?? activity.kind === 'meeting',
    task_type_id: activity.kind === 'meeting' ? 2 : 1,
    text: [activity.title, activity.text].filter((line) => line !== undefined).join('\n'),
    duration: Math.round((activity.durationMs ?? 0) / 1000),
    complete_till: seconds(activity.dueAt ?? activity.at),
    result: activity.outcome === undefined ? [] : { text: activity.outcome },
  };
  state.tasks.set(id, task);
}

export function addNote(state: State, owner: Entity, at: number, user: number, note_type: string, params: Record<string, unknown>): void {
  const id = state.nextId();
  const stamp = seconds(at);
  const note: NoteRow = {
    id,
    owner: owner.type,
    entity_id: owner.id,
    created_by: user,
    updated_by: user,
    created_at: stamp,
    updated_at: stamp,
    responsible_user_id: user,
    note_type,
    params,
  };
  state.notes.set(id, note);
}

/** The most specific record: deal, else person, else company. */
function ownerOf(
  { dealKey, personKey, companyKey }: CastActivity,
  state: State,
  companies: ReadonlyMap<string, number>,
  leads: ReadonlyMap<string, number>,
): Entity | undefined {
  const lead = state.leads.get(leads.get(dealKey ?? '') ?? 0);
  const contact = state.contacts.get(state.people.get(personKey ?? '')?.[0] ?? 0);
  return lead ?? contact ?? state.companies.get(companies.get(companyKey ?? '') ?? 0);
}
