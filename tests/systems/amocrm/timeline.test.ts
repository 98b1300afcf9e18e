import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Io } from '../../../lib/systems/contract.ts';
import { standIn, wholeTimeline } from './stand-in.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const START = 1_700_000_000;
const world = standIn();
const ref = { ...world.person('ivan-petrov'), id: '800' };

/** A note of a made-up history: made at, changed this much later; on the contact or on her deal. */
interface Made {
  at: number;
  later: number;
  on: 'contact' | 'deal';
  kind: 'note' | 'task';
}

/** Answers lists of notes and tasks from `history`, in pages of `size` whatever is asked for, and nothing else. */
function historyIo(history: readonly Made[], size: number): Io {
  const rows = history.map((each, index) => {
    const type = each.on === 'contact' ? 'contacts' : 'leads';
    const entity_id = each.on === 'contact' ? Number(ref.id) : 900;
    const common = { id: index + 1, entity_id, created_at: START + each.at, updated_at: START + each.at + each.later };
    return {
      type,
      kind: each.kind,
      created_at: common.created_at,
      updated_at: common.updated_at,
      id: common.id,
      row: { ...common, entity_type: type, note_type: 'common', text: 'x', params: { text: 'x' }, complete_till: 1 },
    };
  });
  return world.answering((request) => {
    const url = new URL(request.url);
    const page = Number(url.searchParams.get('page') ?? 1);
    if (url.pathname === `/api/v4/contacts/${ref.id}`)
      return Response.json({ id: Number(ref.id), name: 'F', _embedded: { leads: [{ id: 900 }] } });
    const name = url.pathname.split('/').at(-1);
    const to = Number(url.searchParams.get('filter[updated_at][to]') ?? Number.POSITIVE_INFINITY);
    const type = name === 'tasks' ? url.searchParams.get('filter[entity_type]') : url.pathname.split('/')[3];
    const key = name === 'tasks' ? 'created_at' : 'updated_at';
    const found = rows
      .filter((each) => `${each.kind}s` === name && each.type === type && (name === 'tasks' || each.updated_at <= to))
      .sort((a, b) => b[key] - a[key] || a.id - b.id);
    const shown = found.slice((page - 1) * size, page * size).map(({ row }) => row);
    if (name === undefined || shown.length === 0) return new Response(null, { status: 204 });
    return Response.json({ _links: found.length > page * size ? { next: { href: 'x' } } : {}, _embedded: { [name]: shown } });
  });
}

const history = fc.array(
  fc.record({
    at: fc.oneof(fc.nat(20), fc.nat(100_000)),
    later: fc.oneof(fc.constant(0), fc.constant(0), fc.nat(5), fc.nat(200_000)),
    on: fc.constantFrom('contact' as const, 'deal' as const),
    kind: fc.constantFrom('note' as const, 'note' as const, 'task' as const),
  }),
  { maxLength: 60 },
);

describe('timeline', () => {
  it(`timeline gives every entry once and in order, however late entries were edited (seed ${SEED})`, async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 12 }), async (made, size, limit) => {
        const io = historyIo(made, size);
        const rows = await wholeTimeline(ref, limit, io);
        expect(rows.map(({ ref: { id } }) => Number(id)).sort((a, b) => a - b)).toEqual(made.map((_, index) => index + 1));
        expect(rows.map(({ at }) => at)).toEqual(made.map(({ at }) => (START + at) * 1000).sort((a, b) => b - a));
      }),
      { seed: SEED, numRuns: 120 },
    );
  });

  it('timeline reads the lists of single deals when the account ignores the filter by record', async () => {
    const note = (id: number, entity_id: number) => ({
      id,
      entity_id,
      created_at: START + id,
      updated_at: START + id,
      note_type: 'common',
      params: { text: 'x' },
    });
    const io = world.answering(({ url }) => {
      const { pathname } = new URL(url);
      if (pathname === `/api/v4/contacts/${ref.id}`) return Response.json({ id: 1, _embedded: { leads: [{ id: 900 }, { id: 901 }] } });
      if (pathname === '/api/v4/leads/notes') return Response.json({ _embedded: { notes: [note(1, 900), note(2, 12345)] } });
      if (pathname === '/api/v4/leads/900/notes') return Response.json({ _embedded: { notes: [note(1, 900)] } });
      if (pathname === '/api/v4/leads/901/notes') return Response.json({ _embedded: { notes: [note(3, 901)] } });
      return new Response(null, { status: 204 });
    });
    const { rows } = await amocrm.timeline(ref, { limit: 10 }, io);
    expect(rows.map((row) => row.ref.id)).toEqual(['3', '1']);
  });
});
