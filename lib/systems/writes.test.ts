import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Action, Io } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { capabilitiesOf, receiptOf, writing } from './writes.ts';

const io = { now: () => 7 } as Io;
const tag: Action = { kind: 'tag', tags: ['VIP'], on: [], at: 1 };

describe('writing', () => {
  const table = {
    tag: {
      perform: async (action: Extract<Action, { kind: 'tag' }>, key: string) => receiptOf([], io, `${key}:${action.tags}`),
      confirm: async () => undefined,
    },
  };

  it('leads an action to the writer of its kind, and names the kinds as capabilities', async () => {
    const verbs = writing(table);
    expect(await verbs.perform(tag, 'k', io)).toEqual({ refs: [], at: 7, url: 'k:VIP' });
    expect(await verbs.confirm(tag, 'k', io)).toBeUndefined();
    expect([...capabilitiesOf(['deal'], table, [])]).toEqual(['find', 'related', 'timeline', 'changes', 'read:deal', 'write:tag']);
  });

  it.each(['note', 'toString'])('throws unsupported when the kind is %s', async (kind) => {
    const verbs = writing(table);
    const action = { ...tag, kind } as unknown as Action;
    await expect(verbs.perform(action, 'k', io)).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
    await expect(verbs.confirm(action, 'k', io)).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
  });
});

describe('cursor', () => {
  const schema = v.object({ page: v.number() });

  it('comes back as it was written', () => {
    expect(readCursor(schema, writeCursor({ page: 3 }))).toEqual({ page: 3 });
  });

  it.each(['', 'nonsense', '%%%', btoa('{"page":"3"}')])('is refused when it is %j', (cursor) => {
    expect(() => readCursor(schema, cursor)).toThrow(expect.objectContaining({ kind: 'invalid', code: 'bad-cursor' }));
  });
});
