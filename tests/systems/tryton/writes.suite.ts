import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../lib/systems/contract.ts';
import { mapped } from '../../../lib/systems/mapped.ts';
import { tryton } from '../../../lib/systems/tryton/index.ts';
import { failure } from '../../failure.ts';
import { doubled } from '../harness.ts';
import { decimal } from './rpc.ts';
import { makerOf } from './seed.ts';
import type { TrytonStand } from './server.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Notes and fields: written, found again, taken back. */
export function writes(server: () => TrytonStand): void {
  const io = (overrides?: Parameters<TrytonStand['io']>[0]) => server().io(overrides);
  const aNote = (text: string, on = [server().refs.company]): Extract<Action, { kind: 'note' }> => ({
    kind: 'note',
    text,
    on,
    at: Date.now(),
  });
  const notes = async () => (await tryton.timeline(server().refs.company, { limit: 200 }, io())).rows;

  describe('note', () => {
    it.each(['person', 'company', 'order', 'invoice'] as const)(
      'perform hangs a note on a %s when it is the first of ours',
      async (which) => {
        const ref = server().refs[which];
        const receipt = await tryton.perform(aNote(`on ${which}`, [{ ...ref, system: 'hubspot' }, ref]), 'k', io());
        const { rows } = await tryton.timeline(ref, { limit: 20 }, io());
        expect(rows.find((row) => row.ref.id === receipt.refs[0]?.id)).toMatchObject({ kind: 'note', text: `on ${which}`, ownerId: '1' });
        expect((await notes()).map(({ ref: { id } }) => id)).toContain(receipt.refs[0]?.id);
      },
    );

    it(`a note reads as it was written whatever stands in it (seed ${SEED})`, { timeout: 120_000 }, async () => {
      const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter((each) => !each.includes('\0'));
      await fc.assert(
        fc.asyncProperty(text, async (written) => {
          const receipt = await tryton.perform(aNote(written), 'k', io());
          expect((await notes()).find((row) => row.ref.id === receipt.refs[0]?.id)?.text).toBe(written);
          expect((await tryton.confirm(aNote(written), 'k', io()))?.refs).toContainEqual(receipt.refs[0]);
          await tryton.undo?.(receipt, io());
        }),
        {
          seed: SEED,
          numRuns: 5,
          examples: [['\u202e\u2066 Ñandú 😀👩‍👩‍👧 «Ёлка»\n\t line 2 '], ['<b>&amp;</b> {"__class__":"Decimal"}']],
        },
      );
    });

    it('confirm finds the note when the answer was lost, and undo takes it back', async () => {
      const action = aNote('the answer got lost');
      const lost = async (request: Request) => {
        await fetch(request);
        throw new TypeError('connection reset');
      };
      expect((await failure(tryton.perform(action, 'k', io({ fetch: lost })))).kind).toBe('unknown-outcome');
      const receipt = await tryton.confirm(action, 'k', io());
      expect(receipt?.refs).toHaveLength(1);
      if (receipt) await tryton.undo?.(receipt, io());
      expect(await tryton.confirm(action, 'k', io())).toBeUndefined();
    });

    it('confirm finds nothing when the request never arrived, or when the note is an old one', async () => {
      const action = aNote('never sent');
      expect((await failure(tryton.perform(action, 'k', io({ fetch: () => Promise.reject(new TypeError('no route')) })))).kind).toBe(
        'unknown-outcome',
      );
      expect(await tryton.confirm(action, 'k', io())).toBeUndefined();
      const old = aNote('said twice');
      await tryton.perform(old, 'k', io());
      expect(await tryton.confirm({ ...old, at: old.at + 600_000 }, 'k', io({ now: () => Date.now() }))).toBeUndefined();
    });

    it('confirm trusts the server’s clock when the rep’s is wrong', async () => {
      const wrong = () => Date.now() + 3_600_000;
      const action = { ...aNote('an hour ahead'), at: wrong() };
      await tryton.perform(action, 'k', io({ now: wrong }));
      expect(await tryton.confirm(action, 'k', io({ now: wrong }))).toBeDefined();
    });

    it('confirm finds both copies when the wire doubled the request, and undo takes both back', async () => {
      const action = aNote('told twice');
      await tryton.perform(action, 'k', io({ fetch: doubled((request) => fetch(request)) }));
      const receipt = await tryton.confirm(action, 'k', io());
      expect(receipt?.refs).toHaveLength(2);
      if (receipt) await tryton.undo?.(receipt, io());
      expect(await tryton.confirm(action, 'k', io())).toBeUndefined();
    });

    it('undo leaves a note alone when somebody has rewritten it, and is content when it is gone', async () => {
      const receipt = await tryton.perform(aNote('to be rewritten'), 'k', io());
      const id = Number(receipt.refs[0]?.id);
      await server().rpc('model.ir.note.write', [id], { message: 'rewritten' });
      expect((await failure(tryton.undo?.(receipt, io()) ?? Promise.resolve())).kind).toBe('conflict');
      await server().rpc('model.ir.note.delete', [id]);
      await tryton.undo?.(receipt, io());
    });

    it('perform throws when the record is gone or nobody of ours', async () => {
      expect((await failure(tryton.perform(aNote('x', [{ ...server().refs.company, account: 'other' }]), 'k', io()))).code).toBe(
        'no-target',
      );
      expect((await failure(tryton.perform({ kind: 'tag', tags: ['a'], on: [server().refs.company], at: 0 }, 'k', io()))).code).toBe(
        'unsupported',
      );
    });
  });

  describe('field', () => {
    const change = (field: string, value: string | number | boolean | null, id: number, seen?: unknown): Action => ({
      kind: 'field',
      field,
      value,
      on: [{ ...server().refs.company, id: String(id) }],
      at: Date.now(),
      ...(seen !== undefined && { seen }),
    });
    const aParty = (values: Record<string, unknown> = {}) => makerOf(server().rpc)('party.party', { name: 'Field Ltd', ...values });

    it.each([
      ['name', 'Ñandú & Söhne 😀', 'Field Ltd'],
      ['credit_limit_amount', '1234567890.12', null],
      ['active', false, true],
    ])('perform writes %s, confirm sees it and undo sets it back', async (field, value, was) => {
      const party = await aParty();
      const action = change(field, value, party);
      const receipt = await tryton.perform(action, 'k', io());
      expect(await tryton.confirm(action, 'k', io())).toBeDefined();
      await tryton.undo?.(receipt, io());
      expect(await tryton.confirm(change(field, was, party), 'k', io())).toBeDefined();
    });

    it('perform writes nothing when the value is not what the rep saw', async () => {
      const party = await aParty();
      expect(await failure(tryton.perform(change('name', 'New', party, 'Older'), 'k', io()))).toMatchObject({
        kind: 'conflict',
        code: 'changed',
      });
      expect(await tryton.confirm(change('name', 'Field Ltd', party), 'k', io())).toBeDefined();
    });

    it('perform writes nothing when somebody writes between its look and its write', async () => {
      const party = await aParty();
      // Stamps are whole seconds: what was written in the second of the look cannot be told apart.
      await server().rpc('model.party.party.write', [party], { name: 'Field Ltd' });
      const meanwhile = async (request: Request) => {
        const { method } = (await request.clone().json()) as { method: string };
        if (method.endsWith('.write')) await untilNextSecond(() => server().rpc('model.party.party.write', [party], { name: 'Theirs' }));
        return fetch(request);
      };
      const error = await failure(tryton.perform(change('name', 'Ours', party), 'k', io({ fetch: meanwhile })));
      expect(error).toMatchObject({ kind: 'conflict', code: 'changed' });
      expect(await tryton.confirm(change('name', 'Theirs', party), 'k', io())).toBeDefined();
    });

    it.each([
      ['nothing_like_it', 'x', 'bad-field'],
      ['__proto__', 'x', 'bad-field'],
      ['rec_name', 'x', 'field-read-only'],
      ['addresses', 'x', 'field-read-only'],
      ['active', 'yes', 'bad-value'],
      ['credit_limit_amount', 'much', 'bad-value'],
    ])('perform throws invalid when %s is to be %j', async (field, value, code) => {
      expect(await failure(tryton.perform(change(field, value, server().seeded.norte), 'k', io()))).toMatchObject({
        kind: 'invalid',
        code,
        field,
      });
    });

    it('perform throws invalid when the server refuses the value', async () => {
      const code = await aParty({ code: 'TAKEN' });
      expect(code).toBeGreaterThan(0);
      expect((await failure(tryton.perform(change('code', 'TAKEN', server().seeded.yulia), 'k', io()))).code).toBe('refused-value');
    });

    it('columns that a mapping names come along, and one that is not there costs nothing else', async () => {
      const [native] = [tryton.mappable?.company?.native ?? ''];
      const asking = (column: string) => io({ connection: { ...server().connection, fieldMap: { [native]: { industry: column } } } });
      expect(await mapped(tryton).read(server().refs.company, asking('full_name'))).toMatchObject({
        industry: 'Llantas del Norte S.A. de C.V.',
      });
      expect(await mapped(tryton).read(server().refs.company, asking('no_such_column'))).toMatchObject({
        name: 'Llantas del Norte S.A. de C.V.',
      });
    });
  });

  it('decimals go through whole when they have many digits', async () => {
    const party = await makerOf(server().rpc)('party.party', { name: 'Digits Ltd', credit_limit_amount: decimal('0.10') });
    expect(await tryton.read({ ...server().refs.company, id: String(party) }, io())).toMatchObject({
      credit: { limit: { amountMinor: 10, currency: 'EUR' } },
    });
  });
}

/** Repeats a write until the server's stamp, in whole seconds, has moved on. */
async function untilNextSecond(run: () => Promise<unknown>): Promise<void> {
  const second = () => Math.floor(Date.now() / 1000);
  const first = second();
  while (second() <= first) await run();
  await run();
}
