import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, type Io, type RecordRef, SystemError } from '../../../lib/systems/contract.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { answering } from './harness.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const AT = Date.UTC(2026, 10, 16, 15);
const KEY = 'a'.repeat(40);
const ref = (object: RecordRef['object'], native: string): RecordRef => ({ system: 'pipedrive', account: 'acme', object, native, id: '1' });
const write = { at: AT, on: [ref('deal', 'deal')] };
const ACTIONS: Action[] = [
  { kind: 'call', direction: 'in', ...write },
  { kind: 'stage', stageId: '2', ...write },
  { kind: 'stage', stageId: 'won', ...write },
  { kind: 'field', field: 'title', value: 'x', ...write },
  { kind: 'field', field: KEY, value: '1', ...write },
  { kind: 'task-change', task: ref('activity', 'activity'), done: true, dueAt: AT, ...write },
];

/** What the vendor's columns might hold on a bad day. */
const value = fc.oneof(
  fc.anything({ maxDepth: 2 }),
  fc.constantFrom('open', 'won', 'deleted', '2026-11-16T15:00:00Z', '2026-13-99', 1, true),
);
const names =
  'id update_time add_time is_deleted active_flag status stage_id won_time title done due_date due_time custom_fields field_code field_type options'.split(
    ' ',
  );
const row = fc.dictionary(fc.constantFrom(...names), value);
const body = fc.record({
  success: fc.constant(true),
  data: fc.oneof(row, fc.array(row, { maxLength: 3 }), value),
  additional_data: fc.oneof(
    value,
    fc.record({ next_cursor: value, pagination: fc.oneof(value, fc.record({ more_items_in_collection: value, next_start: value })) }),
  ),
});

async function settles(promise: Promise<unknown>): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined) expect(error, String((error as Error).stack)).toBeInstanceOf(SystemError);
}

describe('odd answers', () => {
  it.each(['contact', 'company', 'deal', 'lead', 'activity'] as const)(
    'changes of a %s fails as a SystemError or not at all',
    async (object) => {
      await fc.assert(
        fc.asyncProperty(body, async (each) => settles(goingOn(object, odd(each)))),
        { seed: SEED, numRuns: 60 },
      );
    },
  );

  it.each(ACTIONS)('perform, confirm and undo of $kind $field$stageId fail as a SystemError or not at all', async (action) => {
    await fc.assert(
      fc.asyncProperty(body, async (each) => {
        const io = odd(each);
        await settles(pipedrive.confirm(action, 'k', io));
        await settles(pipedrive.perform(action, 'k', io).then((receipt) => pipedrive.undo?.(receipt, io)));
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});

/** Three pages deep, as far as the cursors lead. */
async function goingOn(object: RecordRef['object'], io: Io): Promise<void> {
  let cursor: string | undefined;
  for (let page = 0; page < 3; page++) cursor = (await pipedrive.changes(object, cursor, io)).cursor;
}

function odd(answer: unknown): Io {
  const text = JSON.stringify(answer, (_, each) => (typeof each === 'bigint' ? String(each) : each));
  return answering(() => new Response(text, { headers: { 'content-type': 'application/json' } }));
}
