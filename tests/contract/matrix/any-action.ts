import type { Action, FieldDefinition, ObjectKind, Owner, Pipeline, RecordRef } from '../../../lib/systems/contract.ts';
import { pick } from './hollow.ts';

/** What there is in an account to write to and to write. */
export interface World {
  refs: readonly RecordRef[];
  fields: ReadonlyMap<ObjectKind, readonly FieldDefinition[]>;
  owners: readonly Owner[];
  pipelines: readonly Pipeline[];
  /** An entry that is a task, if one has been found. */
  task?: RecordRef;
}

const HOUR = 3_600_000;
const OUTCOMES = ['connected', 'no-answer', 'busy', 'left-message', 'wrong-number', 'none of them', undefined];
const CREATABLE = ['contact', 'lead', 'company', 'deal'] as const;

/** An action of a kind with any of its parts there or not, on any record or on none; some can be done and some must be refused. */
export function anyAction(kind: Action['kind'], world: World, at: number, random: () => number): Action {
  const one = <T>(from: readonly T[]) => pick(from, random);
  const maybe = <K extends string, T>(name: K, value: T) => (random() < 0.5 ? ({ [name]: value } as { [key in K]: T }) : {});
  const ref = one(world.refs);
  const on = one([[ref], [ref], [ref], [ref, one(world.refs)], []]);
  const text = one(['A line', 'Two\nlines & <b>signs</b>', 'ж'.repeat(300)]) + Math.floor(random() * 1e6);
  const owner = one([one(world.owners)?.id, '1', 'x']) ?? '1';
  const pipeline = one(world.pipelines);
  const stage = one([one(pipeline?.stages ?? [])?.id, one(pipeline?.stages ?? [])?.id, 'won', 'lost', '999']) ?? '999';
  const base = { on, at };
  switch (kind) {
    case 'note':
      return { kind, text, ...base };
    case 'task': {
      const parts = {
        ...maybe('text', text),
        ...maybe('dueAt', at + HOUR),
        ...maybe('allDay', random() < 0.5),
        ...maybe('ownerId', owner),
      };
      return { kind, title: text.slice(0, 200), ...parts, ...maybe('priority', one(['low', 'normal', 'high'] as const)), ...base };
    }
    case 'task-change':
      return { kind, task: world.task ?? ref, ...maybe('done', random() < 0.5), ...maybe('dueAt', at + 24 * HOUR), ...base };
    case 'call': {
      const outcome = one(OUTCOMES);
      const parts = { ...(outcome !== undefined && { outcome }), ...maybe('durationMs', 61_500), ...maybe('text', text) };
      return { kind, direction: one(['in', 'out'] as const), ...parts, ...base };
    }
    case 'meeting': {
      const attendees = one([[], [one(world.refs)], [ref, one(world.refs)]]);
      return { kind, title: text.slice(0, 200), startAt: at + HOUR, endAt: at + 2 * HOUR, ...maybe('text', text), attendees, ...base };
    }
    case 'field': {
      const field = one([
        ...(world.fields.get(one([...world.fields.keys()])) ?? []),
        ...(world.fields.get(ref.object as ObjectKind) ?? []),
      ]);
      const value = one([text, '', null, 7, true, '2026-12-01', one(field?.options ?? [])?.value ?? 'none', '12.50']);
      return { kind, field: field?.key ?? 'nonsense', value, ...maybe('seen', one([null, 'other', value])), ...base };
    }
    case 'stage':
      return { kind, stageId: stage, ...maybe('pipelineId', pipeline?.id ?? '1'), ...base };
    case 'owner':
      return { kind, ownerId: owner, ...base };
    case 'tag':
      return { kind, tags: one([['hot'], ['hot', 'new one', 'hot'], ['  '], []]), ...base };
    case 'score': {
      const field = one((world.fields.get(ref.object as ObjectKind) ?? []).filter(({ readOnly }) => readOnly !== true));
      return { kind, field: field?.key ?? 'nonsense', score: Math.floor(random() * 101), ...base };
    }
    case 'file':
      return { kind, name: `${text.slice(0, 30)}.txt`, type: one(['text/plain', '']), bytes: new TextEncoder().encode(text), ...base };
    case 'create': {
      const object = one(CREATABLE);
      const ways = {
        ...maybe('emails', [`n${Math.floor(random() * 1e6)}@new.example`, 'second@new.example']),
        ...maybe('phones', ['+34600111222']),
      };
      const person = { lastName: text.slice(0, 60), ...maybe('firstName', 'Nina'), ...maybe('title', 'CEO'), ...ways };
      const place = { ...maybe('city', 'León'), ...maybe('country', 'Mexico'), ...maybe('ownerId', owner) };
      const sale = { ...maybe('amount', { amountMinor: 1250, currency: one(['EUR', 'JPY', 'KWD']) }), ...maybe('closeAt', at + 24 * HOUR) };
      const values = {
        contact: one([person, { ...person, ...place }]),
        lead: one([person, { ...person, ...maybe('companyName', 'New Ltd') }]),
        company: { name: text.slice(0, 60), ...maybe('domains', ['new.example']), ...maybe('employees', 12), ...place },
        deal: { name: text.slice(0, 60), ...sale, ...maybe('pipelineId', pipeline?.id ?? '1'), ...maybe('stageId', stage) },
      }[object];
      return { kind, object, values, ...base };
    }
    case 'hand-off':
      throw new TypeError('the engine’s own, no system has it');
  }
}
