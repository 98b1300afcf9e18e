import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filledIn } from '../../lib/engine/outbox/fill-in.ts';
import type { Action, Io, Receipt, RecordRef } from '../../lib/systems/contract.ts';
import { fromMinor } from '../../lib/systems/money.ts';
import { dayOf } from '../../lib/systems/zone.ts';
import { type Facts, type Place, records } from './round-trip/records.ts';
import { type Made, SHAPES, type Shape } from './round-trip/shapes.ts';
import { wideIds } from './round-trip/wide-ids.ts';
import { aStand, FULL, REGISTERED, type Stand } from './stand.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const RUNS = FULL ? 150 : 15;

it('knows what every system with a stand-in keeps', () => {
  expect(REGISTERED.filter(({ id }) => !Object.hasOwn(SHAPES, id))).toEqual([]);
});

describe.each(REGISTERED)('$name', (system) => {
  let stand: Stand;
  let place: Place;
  let count = 0;
  const seen = { fields: 0, compared: 0, kept: 0, records: 0 };
  const shapes = Object.entries(SHAPES[system.id] ?? {}) as [Made, Shape][];

  beforeAll(async () => {
    stand = await aStand(system);
    const [owners, pipelines] = [await system.owners(stand.io()), await system.pipelines(stand.io())];
    place = {
      timeZone: stand.connection.timeZone,
      owners: owners.filter(({ active }) => active).map(({ id }) => id),
      stages: pipelines.flatMap(({ id, stages }) =>
        stages.filter(({ status }) => status === 'open').map((stage, index) => ({ pipelineId: id, stageId: stage.id, index })),
      ),
    };
  });
  afterAll(async () => {
    const share = Math.floor((seen.kept / seen.compared) * 1000) / 10;
    const tried = `${seen.fields} fields × ${seen.records} records`;
    process.stdout.write(`round trip: ${system.name} ${tried}: ${share} % (${seen.compared} values compared, seed ${SEED})\n`);
    await stand.close();
  });

  it.each(shapes)(
    `keeps all of a %s through create, read and field (seed ${SEED})`,
    { timeout: FULL ? 1_200_000 : 30_000 },
    async (object, shape) => {
      const members = membersOf(shape);
      seen.fields += members.length;
      const wide = wideIds(stand);
      const fetch = wide ?? stand.network.fetch;
      const ioFor = (facts: Facts): Io => stand.io({ fetch, connection: { ...stand.connection, ...accountOf(system.id, facts) } });
      const on = shape.onHero ? [stand.refOf('ana-perez')] : [];

      const create = async (values: Facts, io: Io): Promise<RecordRef> => {
        count += 1;
        const receipt: Receipt = await system.perform({ kind: 'create', object, values, on, at: io.now() }, `trip-${count}`, io);
        const ref = receipt.refs[0] as RecordRef;
        if (wide && /^\d+$/.test(ref.id)) expect(BigInt(ref.id)).toBeGreaterThan(900_000_000_000_000n);
        return ref;
      };
      const read = async (ref: RecordRef, io: Io): Promise<Facts> => {
        const record: Facts = { ...(await system.read(ref, io)) };
        expect((record.ref as RecordRef).id).toBe(ref.id);
        return Object.fromEntries(members.map((name) => [name, record[name]]).filter(([, value]) => isFilled(value)));
      };
      const same = (got: Facts, wanted: Facts, names: readonly string[], step: string) => {
        for (const name of names) {
          seen.compared += 1;
          expect(got[name], `${system.id} ${object} ${name}, ${step}`).toEqual(wanted[name]);
          seen.kept += 1;
        }
      };

      const trip = async (facts: Facts) => {
        const io = ioFor(facts);
        // What is asked for is what the vendor then has.
        const first = await read(await create(facts, io), io);
        same(first, facts, members, 'made');
        seen.records += 1;
        if (shape.createOnly) return;
        // The canonical record written anew, its e-mails changed, of which a vendor may allow no second record, and read again.
        const again: Facts = {
          ...first,
          ...(first.emails !== undefined && { emails: (first.emails as string[]).map((each) => `x.${each}`) }),
        };
        same(await read(await create(again, io), io), again, members, 'made again');
        // The same, field by field, into a record that has none of it.
        const ref = await create(bare(shape, facts), io);
        const map = system.ownFields?.[ref.native] ?? {};
        const ours = Object.keys(map).filter((name) => members.includes(name));
        const write = async (field: string, value: unknown) => {
          const action = { kind: 'field', field, ours: true, value, on: [ref], at: io.now() } as Action;
          const known = {
            receipts: [],
            system: system.id,
            account: ref.account,
            formerAccounts: [],
            fields: [undefined, system.ownFields],
          };
          count += 1;
          await system.perform(filledIn(action, known), `trip-${count}`, io);
        };
        const moved: Facts = {
          ...first,
          ...(first.emails !== undefined && { emails: (first.emails as string[]).map((each) => `y.${each}`) }),
        };
        for (const field of ours) if (moved[field] !== undefined) await write(field, plain(moved[field], io));
        const firsts = Object.fromEntries(ours.map((name) => [name, Array.isArray(moved[name]) ? moved[name].slice(0, 1) : moved[name]]));
        const written = await read(ref, io);
        same(written, { ...bare(shape, facts), ...withoutMissing(firsts) }, ours, 'written');
        // And taken out again.
        const optional = ours.filter((name) => !shape.always.includes(name) && !['name', 'firstName', 'lastName'].includes(name));
        for (const field of optional) await write(field, null);
        same(await read(ref, io), {}, optional, 'emptied');
      };
      await fc.assert(fc.asyncProperty(records(shape, place), trip), { seed: SEED, numRuns: RUNS, endOnFailure: true });
    },
  );
});

function membersOf({ texts, lists = {}, counts = {}, money, day, stage }: Shape): string[] {
  const single = [money ? 'amount' : '', day ? 'closeAt' : '', stage ? 'stageId' : '', stage ? 'pipelineId' : '', 'ownerId'];
  return [...Object.keys(texts), ...Object.keys(lists), ...Object.keys(counts), ...single.filter((name) => name !== '')];
}

/** An account has one currency, unless the vendor's deals name theirs. */
function accountOf(id: string, { amount }: Facts): { currency?: string } {
  const { currency } = (amount ?? {}) as { currency?: string };
  return (id === 'salesforce' || id === 'amocrm') && currency !== undefined ? { currency } : {};
}

/** The least a record can be made of; a deal keeps its currency. */
function bare({ always, money }: Shape, facts: Facts): Facts {
  const named = ['name', 'lastName', 'firstName'].find((name) => facts[name] !== undefined) as string;
  const kept = Object.fromEntries(always.filter((name) => name in facts).map((name) => [name, facts[name]]));
  const { currency } = (facts.amount ?? {}) as { currency?: string };
  return { ...kept, [named]: facts[named], ...(money && currency && { amount: { amountMinor: 0, currency } }) };
}

/** A value as the panel writes it: the first of several, an amount as a number, a day as a day. */
function plain(value: unknown, { connection }: Io): unknown {
  if (Array.isArray(value)) return value[0];
  if (typeof value === 'object' && value !== null) return fromMinor(value as Parameters<typeof fromMinor>[0]);
  return typeof value === 'number' && value > 100_000_000_000 ? dayOf(value, connection.timeZone) : value;
}

const isFilled = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);
const withoutMissing = (facts: Facts): Facts => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
