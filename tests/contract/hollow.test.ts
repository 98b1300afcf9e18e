import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection, FieldDefinition, Io, ObjectKind, Receipt, RecordRef } from '../../lib/systems/contract.ts';
import { SystemError } from '../../lib/systems/contract.ts';
import { seededRandom } from '../../sandbox/random.ts';
import { FACTS } from './facts/index.ts';
import { anyAction, type World } from './matrix/any-action.ts';
import { hollowed, pick } from './matrix/hollow.ts';
import { malformed } from './matrix/spoil.ts';
import { verbsOf } from './matrix/verbs.ts';
import { writtenBy } from './matrix/written.ts';
import { aStand, FULL, keysOf, locals, REGISTERED, type Stand } from './stand.ts';

const SEED = Number(process.env.SEED ?? 1);
/** Shares of an answer's members that are missing or strange. */
const SHARES = [0, 0.02, 0.1, 0.3];
const REFUSALS = [204, 400, 401, 403, 404, 409, 412];
const HOUR = 3_600_000;
/** `ROUNDS=20 SYSTEM=zoho npm run test:contract` asks more often. */
const ROUNDS = Number(process.env.ROUNDS ?? (FULL ? 4 : 1));

describe.each(REGISTERED)('$name with half-empty answers', { timeout: 120_000 }, (system) => {
  const random = seededRandom(SEED);
  let stand: Stand;
  let world: World;
  let share = 0;
  const io = (): Io =>
    stand.io({
      connection: lessKnown(stand.connection, random),
      fetch: async (request) => {
        const answer = await stand.raw(request);
        if (random() < share / 5) return new Response(null, { status: pick(REFUSALS, random) });
        const text = answer.status === 204 ? '' : await answer.text();
        const init = { status: answer.status, headers: answer.headers };
        return new Response(answer.status === 204 ? null : hollowed(text, share, random), init);
      },
    });
  /** What a verb answers, well formed; or its refusal, which is one of ours. */
  async function settles(what: string, promise: Promise<unknown>): Promise<unknown> {
    const label = `${system.id} ${what}, ${share} missing, seed ${SEED}`;
    try {
      const value = await promise;
      expect(malformed(value), label).toEqual([]);
      return value;
    } catch (error) {
      if (!(error instanceof SystemError)) throw new Error(label, { cause: error });
      return undefined;
    }
  }

  beforeAll(async () => {
    stand = await aStand(system);
    const hero = stand.refOf('ana-perez');
    const around = await system.related(hero, stand.io());
    const all = [...stand.people().flatMap(({ records }) => records), ...around.map(({ ref }) => ref)];
    const deal = around.find(({ kind }) => kind === 'deal');
    if (deal) all.push(...(await system.related(deal.ref, stand.io())).map(({ ref }) => ref));
    const refs: RecordRef[] = [...new Map(all.map((ref) => [ref.object, ref])).values()];
    const fields = new Map<ObjectKind, readonly FieldDefinition[]>();
    for (const object of ['contact', 'company', 'deal', 'lead'] as const)
      await system.fields(object, stand.io()).then(
        (found) => fields.set(object, found),
        () => undefined,
      );
    const task = (await system.timeline(hero, { limit: 50 }, stand.io())).rows.find(({ kind }) => kind === 'task')?.ref;
    const [owners, pipelines] = [await system.owners(stand.io()), await system.pipelines(stand.io())];
    world = { refs, fields, owners, pipelines, ...(task && { task }) };
  });
  afterAll(() => stand.close());

  it('answers what is left or refuses when it reads', async () => {
    const facts = FACTS[system.id] ?? expect.fail(`no words of ${system.id}`);
    const { verbs } = await verbsOf(stand, facts);
    for (const verb of verbs.filter(({ write, exempt, prepare }) => !write && !prepare && exempt === undefined))
      for (share of SHARES) for (let round = 0; round < ROUNDS; round++) await settles(verb.name, verb.run(io(), {}));
    for (const ref of world.refs)
      for (share of SHARES)
        for (let round = 0; round < ROUNDS; round++) {
          await settles(`read:${ref.object}`, system.read(ref, io()));
          await settles(`related of ${ref.object}`, system.related(ref, io()));
          const page = (await settles(`timeline of ${ref.object}`, system.timeline(ref, { limit: 5 }, io()))) as
            | { next?: string }
            | undefined;
          if (page?.next !== undefined) await settles('next page', system.timeline(ref, { limit: 5, next: page.next }, io()));
        }
  });

  it('writes or refuses whatever is asked of it, and confirms and takes back', async () => {
    const kinds = writtenBy(system);
    let key = 0;
    for (const kind of kinds)
      for (share of SHARES)
        for (let round = 0; round < ROUNDS * 10; round++) {
          stand.pass(60_000);
          key += 1;
          const action = anyAction(kind, world, stand.now(), random);
          const receipt = await settles(`perform:${kind}`, system.perform(action, `hollow-${key}`, io()));
          await settles(`confirm:${kind}`, system.confirm(action, `hollow-${key}`, io()));
          if (receipt !== undefined && system.undo) await settles(`undo:${kind}`, system.undo(receipt as never, io()));
        }
  });

  it('follows what changed and all pages, and finds by any keys', async () => {
    const objects = [...new Set([...world.refs.map(({ object }) => object), 'activity' as const])];
    for (const object of objects)
      for (share of SHARES)
        for (let round = 0; round < ROUNDS; round++) {
          let cursor: string | undefined;
          for (let step = 0; step < 8; step++) {
            const page = await settles(`changes:${object}`, system.changes(object, cursor, io()));
            const next = (page as { cursor?: string } | undefined)?.cursor;
            if (next !== undefined) cursor = next;
            if (step === 3) stand.pass(HOUR);
          }
          await settles('a cursor of nobody', system.changes(object, pick(['', 'x', '{}', 'eyJ4Ijoxfq', '7'], random), io()));
        }
    for (const { person } of locals(stand).slice(0, 12))
      for (share of SHARES) {
        const emails = person.copies.flatMap((copy) => copy.emails);
        const found = keysOf(pick(['person', 'company'], random), {
          emails: [...emails, 'Nobody+x@EXAMPLE.com'].slice(0, pick([0, 1, 3], random)),
          phones: ['+34 600 11 12 22', '(495) 123-45-67', '7', 'none'].slice(0, pick([0, 1, 4], random)),
          names: pick([[], ['Ana Pérez'], ["O'Hara", 'x', '100%']], random),
          companyNames: pick([[], ['Llantas Norte SA de CV', 'Best "Co"']], random),
          domains: pick([[], ['llantasnorte.mx', 'a.b.example']], random),
        });
        await settles('find', system.find(found, io()));
      }
  });

  it('takes or refuses what is typed, told by headers or handed back to it', async () => {
    for (const method of system.auth)
      for (let round = 0; round < 60; round++) {
        const values = Object.fromEntries(method.fields.map(({ id, example, options = [] }) => [id, typed(example, options)]));
        for (const take of [method.toConnection, method.oauth])
          await settles(
            `sign in: ${method.id}`,
            attempt(() => take?.(values)),
          );
        await settles(
          'hosts',
          attempt(() => system.hosts(method.toConnection(values))),
        );
      }
    const names = 'x-ratelimit-remaining x-ratelimit-reset x-token-cost x-api-credits-remaining sforce-limit-info retry-after'.split(' ');
    for (let round = 0; round < 60; round++) {
      const told = new Headers(names.map((name): [string, string] => [name, pick(['0', '5', '900', 'x', 'api-usage=9/10'], random)]));
      await settles(
        'limits',
        attempt(() => system.limits.told?.(told, stand.now())),
      );
      for (const ref of world.refs)
        await settles(
          'url',
          attempt(() => system.recordUrl({ ...ref, native: pick([ref.native, 'x'], random) }, io().connection)),
        );
    }
    for (const kind of writtenBy(system))
      for (let round = 0; round < ROUNDS * 4; round++) {
        share = 0;
        const action = anyAction(kind, world, stand.now(), random);
        const receipt = (await settles(kind, system.perform(action, `back-${kind}-${round}`, io()))) as Receipt | undefined;
        if (receipt === undefined || !system.undo) continue;
        // A receipt is kept for days; what was there before is the vendor's, and the vendor may have changed its mind.
        const before = JSON.parse(hollowed(JSON.stringify({ before: receipt.before ?? null }), 0.3, random)) as { before: unknown };
        await settles(`undo of ${kind}`, system.undo({ ...receipt, ...before }, io()));
      }
  });

  function typed(example: string | undefined, options: readonly (string | { value: string })[]): string {
    const choices = options.map((option) => (typeof option === 'string' ? option : option.value));
    return pick([example, example, ...choices, '', ' x ', 'https://acme.example/path', 'é'], random) ?? 'abc';
  }
});

/** A connection as it is before everything about it is known, or after part of it was lost. */
function lessKnown(whole: Connection, random: () => number): Connection {
  const { userId, currency, timeZone, defaultCountry, ...least } = whole;
  const parts = Object.entries({ userId, currency, timeZone, defaultCountry });
  return { ...least, ...Object.fromEntries(parts.filter(([, value]) => value !== undefined && random() < 0.8)) };
}

const attempt = async (act: () => unknown): Promise<unknown> => act();
