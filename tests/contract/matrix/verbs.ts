import type {
  Action,
  Activity,
  IdentityKeys,
  Io,
  NewField,
  ObjectKind,
  Receipt,
  RecordRef,
  System,
} from '../../../lib/systems/contract.ts';
import { SystemError } from '../../../lib/systems/contract.ts';
import type { VendorFacts } from '../facts/types.ts';
import { type AnyStand, keysOf } from '../stand.ts';
import { newFields, writtenBy } from './written.ts';

/**
 * One verb as the matrix runs it. `prepare` makes, undisturbed, what the verb needs (the entry to confirm, the receipt to undo); `run`
 * is what suffers. `write`: changes something in the vendor's system.
 */
export interface Verb {
  name: string;
  write: boolean;
  /** Why it cannot be tried at all. */
  exempt?: string;
  prepare?: () => Promise<Prepared>;
  run(io: Io, prepared: Prepared): Promise<unknown>;
}

export interface Prepared {
  action?: Action;
  key?: string;
  receipt?: Receipt;
  field?: NewField;
}

const RECORDS = ['contact', 'lead', 'company', 'deal', 'ticket', 'customer', 'product', 'order', 'invoice', 'quote', 'file'] as const;
const HOUR = 3_600_000;

/** Everything a system declares, asked for with records of the cast. */
export async function verbsOf(stand: AnyStand, facts: VendorFacts): Promise<{ verbs: Verb[]; afresh(): Promise<void> }> {
  const { system } = stand;
  const hero = stand.refOf('ana-perez');
  const samples = await samplesOf(stand, facts);
  const verbs: Verb[] = [
    { name: 'verify', write: false, run: (io) => system.verify(io) },
    { name: 'find:person', write: false, run: (io) => system.find(PERSON, io) },
    { name: 'find:company', write: false, run: (io) => system.find(COMPANY, io) },
  ];
  for (const [object, exempt] of Object.entries(facts.noSample ?? {}))
    verbs.push({ name: `read:${object}`, write: false, exempt, run: () => Promise.reject(new RangeError(exempt)) });
  for (const [object, ref] of samples) verbs.push({ name: `read:${object}`, write: false, run: (io) => system.read(ref, io) });
  if (system.capabilities.has('related')) verbs.push({ name: 'related', write: false, run: (io) => system.related(hero, io) });
  if (system.capabilities.has('timeline'))
    verbs.push({ name: 'timeline', write: false, run: (io) => system.timeline(hero, { limit: 50 }, io) });
  for (const object of await supported(stand, [...RECORDS, 'activity'] as const, (each, io) => system.changes(each, undefined, io)))
    verbs.push({ name: `changes:${object}`, write: false, run: (io) => system.changes(object, undefined, io) });
  if (system.capabilities.has('owners')) verbs.push({ name: 'owners', write: false, run: (io) => system.owners(io) });
  if (system.capabilities.has('pipelines')) verbs.push({ name: 'pipelines', write: false, run: (io) => system.pipelines(io) });
  const kinds: ObjectKind[] = ['contact', 'lead', 'company', 'deal', 'ticket', 'customer'];
  for (const object of await supported(stand, kinds, (each, io) => system.fields(each, io))) {
    const exempt = facts.noSample?.[object];
    verbs.push({ name: `fields:${object}`, write: false, ...(exempt && { exempt }), run: (io) => system.fields(object, io) });
  }
  const actions = new Actions(stand, facts, samples.get('deal'));
  // What one verb's cells have written must not be in the way of the next one's.
  const afresh = async () => {
    await stand.reset();
    await seed(stand, facts);
    actions.forget();
  };
  return { verbs: [...verbs, ...newFields(stand), ...writes(stand, facts, actions)], afresh };
}

const PERSON: IdentityKeys = keysOf('person', {
  emails: ['ana.perez@llantasnorte.mx'],
  phones: ['+52 81 1234 5678'],
  names: ['Ana Pérez'],
});
const COMPANY: IdentityKeys = keysOf('company', { names: ['Llantas Norte'], domains: ['llantasnorte.mx'] });

/** One record of each kind that can be read: the hero, and what is related to her and to others. */
async function samplesOf(stand: AnyStand, facts: VendorFacts): Promise<Map<RecordRef['object'], RecordRef>> {
  const { system } = stand;
  const wanted = RECORDS.filter((object) => system.capabilities.has(`read:${object}`) && facts.noSample?.[object] === undefined);
  const found = new Map<RecordRef['object'], RecordRef>();
  const keep = (ref: RecordRef) => {
    if (!found.has(ref.object)) found.set(ref.object, ref);
  };
  keep(stand.refOf('ana-perez'));
  await seed(stand, facts);
  const all = stand.people().flatMap(({ records }) => records);
  for (const ref of all) keep(ref);
  for (const ref of [stand.refOf('ana-perez'), ...all]) {
    if (wanted.every((object) => found.has(object))) break;
    for (const record of await system.related(ref, stand.io())) {
      keep(record.ref);
      // What is sold hangs on a deal.
      if (record.kind === 'deal' && wanted.some((object) => !found.has(object)))
        for (const { ref: paper } of await system.related(record.ref, stand.io())) keep(paper);
    }
  }
  const without = wanted.filter((object) => !found.has(object));
  if (without.length > 0) throw new Error(`${system.id}: no sample of ${without.join(', ')}; name one in tests/contract/facts`);
  return new Map(wanted.map((object) => [object, found.get(object) as RecordRef]));
}

/** Makes what the cast has none of. */
async function seed({ system, connection, refOf, raw }: AnyStand, facts: VendorFacts): Promise<void> {
  for (const request of facts.seed?.(connection, refOf('ana-perez')) ?? []) {
    const { ok, status } = await raw(request);
    if (!ok) throw new Error(`${system.id}: cannot make a sample (${status})`);
  }
}

/** Those of `objects` that the verb does not refuse as unsupported. */
async function supported<T extends string>(
  stand: AnyStand,
  objects: readonly T[],
  ask: (object: T, io: Io) => Promise<unknown>,
): Promise<T[]> {
  const yes: T[] = [];
  for (const object of objects) {
    const refused = await ask(object, stand.io()).then(
      () => false,
      (error: unknown) => error instanceof SystemError && error.code === 'unsupported',
    );
    if (!refused) yes.push(object);
  }
  return yes;
}

function writes(stand: AnyStand, facts: VendorFacts, actions: Actions): Verb[] {
  const { system } = stand;
  const kinds = writtenBy(system);
  let count = 0;
  const key = () => {
    count += 1;
    return `matrix-${count}`;
  };
  const done = async (kind: Action['kind']): Promise<Prepared> => {
    const [action, own] = [await actions.next(kind), key()];
    return { action, key: own, receipt: await system.perform(action, own, stand.io()) };
  };
  return kinds.flatMap((kind): Verb[] => [
    {
      name: `perform:${kind}`,
      write: true,
      prepare: async () => ({ action: await actions.next(kind), key: key() }),
      run: (io, { action, key: own }) => system.perform(action as Action, own as string, io),
    },
    {
      name: `confirm:${kind}`,
      write: false,
      prepare: () => done(kind),
      run: (io, { action, key: own }) => system.confirm(action as Action, own as string, io),
    },
    {
      name: `undo:${kind}`,
      write: true,
      ...(facts.cannotUndo?.[kind] !== undefined && { exempt: facts.cannotUndo[kind] }),
      prepare: () => done(kind),
      run: undoOf(system),
    },
  ]);
}

const undoOf =
  (system: System) =>
  async (io: Io, { receipt }: Prepared) => {
    await system.undo?.(receipt as Receipt, io);
  };

/** Makes actions that always change something: another text, the other stage, done and open in turn. */
class Actions {
  #count = 0;
  #tagged = 0;
  #task: RecordRef | undefined;
  #stages: string[] = [];
  readonly #stand: AnyStand;
  readonly #facts: VendorFacts;
  readonly #deal: RecordRef | undefined;

  constructor(stand: AnyStand, facts: VendorFacts, deal: RecordRef | undefined) {
    this.#stand = stand;
    this.#facts = facts;
    this.#deal = deal;
  }

  /** The stand has been reset: what was made is gone. */
  forget(): void {
    this.#task = undefined;
    this.#tagged = 0;
  }

  async next(kind: Action['kind']): Promise<Action> {
    this.#count += 1;
    // Time goes on between two clicks: what is told apart by the second or the day is told apart.
    this.#stand.pass(60_000);
    const at = this.#stand.now();
    const on = [this.#stand.refOf('ana-perez')];
    const text = `Under fire ${this.#count}`;
    switch (kind) {
      case 'note':
        return { kind, text, on, at };
      case 'task':
        return { kind, title: text, dueAt: at + 24 * HOUR, on, at };
      case 'task-change':
        // Never the day on which a task just made is due.
        return { kind, task: await this.#aTask(), done: this.#count % 2 === 1, dueAt: at + (2 + (this.#count % 365)) * 24 * HOUR, on, at };
      case 'call':
        return { kind, direction: 'out', durationMs: 60_000, text, on, at };
      case 'stage':
        return { kind, ...(await this.#otherStage()), on: [this.#aDeal()], at };
      case 'meeting':
        return { kind, title: text, startAt: at + HOUR, endAt: at + 2 * HOUR, text, attendees: on, on, at };
      case 'file':
        return { kind, name: `${text}.txt`, type: 'text/plain', bytes: new TextEncoder().encode(text), on, at };
      case 'create':
        return { kind, object: 'contact', values: { lastName: text, emails: [`fire-${this.#count}@example.com`] }, on: [], at };
      case 'tag':
        return { kind, ...this.#aTag(text), at };
      case 'score':
        return { kind, field: this.#facts.scoreField ?? '', score: this.#count % 101, on, at };
      case 'owner':
        return { kind, ownerId: await this.#otherOwner(), on, at };
      case 'hand-off':
        throw new TypeError('the engine’s own, no system has it');
      case 'field':
        return { kind, field: this.#facts.textField, value: text, on, at };
    }
  }

  /** A tag nobody has; where reps make none, one of the account's on the next person. */
  #aTag(text: string): { tags: string[]; on: RecordRef[] } {
    const { tags } = this.#facts;
    if (!tags) return { tags: [text], on: [this.#stand.refOf('ana-perez')] };
    const people = this.#stand.people().flatMap(({ records }) => records.filter(({ object }) => object === 'contact').slice(0, 1));
    this.#tagged += 1;
    const [tag, person] = [tags[this.#tagged % tags.length], people[Math.floor(this.#tagged / tags.length)]];
    if (tag === undefined || !person) throw new Error('nobody left to be tagged');
    return { tags: [tag], on: [person] };
  }

  #aDeal(): RecordRef {
    if (!this.#deal) throw new Error('no deal to move');
    return this.#deal;
  }

  /** One open task of the hero for all changes. */
  async #aTask(): Promise<RecordRef> {
    if (this.#task) return this.#task;
    const { system } = this.#stand;
    const on = [this.#stand.refOf('ana-perez')];
    const at = this.#stand.now();
    await system.perform({ kind: 'task', title: 'To be changed', dueAt: at + 24 * HOUR, on, at }, 'matrix-task', this.#stand.io());
    const rows: Activity[] = (await system.timeline(on[0] as RecordRef, { limit: 50 }, this.#stand.io())).rows;
    this.#task = rows.find((row) => row.kind === 'task' && [row.title, row.text].join(' ').includes('To be changed'))?.ref;
    if (!this.#task) throw new Error('the task that was made is not in the timeline');
    return this.#task;
  }

  /** A colleague who does not own the hero. */
  async #otherOwner(): Promise<string> {
    const { system } = this.#stand;
    const { ownerId } = await system.read(this.#stand.refOf('ana-perez'), this.#stand.io());
    const other = (await system.owners(this.#stand.io())).find(({ id, active }) => active && id !== ownerId);
    if (!other) throw new Error('no other owner');
    return other.id;
  }

  /** A stage of the deal's pipeline in which it is not. */
  async #otherStage(): Promise<{ pipelineId?: string; stageId: string }> {
    const { system } = this.#stand;
    const deal = await system.read(this.#aDeal(), this.#stand.io());
    if (deal.kind !== 'deal') throw new TypeError(`${deal.kind} is not a deal`);
    const pipelines = await system.pipelines(this.#stand.io());
    const pipeline = pipelines.find(({ id, stages }) => id === deal.pipelineId || stages.some((stage) => stage.id === deal.stageId));
    this.#stages = (pipeline ?? pipelines[0])?.stages.filter(({ status }) => status === 'open').map(({ id }) => id) ?? [];
    // From the end: the first stage may be one that only the vendor puts deals into.
    const stageId = this.#stages.findLast((id) => id !== deal.stageId);
    if (stageId === undefined) throw new Error('no other open stage');
    return { ...(deal.pipelineId !== undefined && { pipelineId: deal.pipelineId }), stageId };
  }
}
