import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io, RecordRef, SystemId, SystemRecord } from '../../lib/systems/contract.ts';
import { depthOf } from './depth.ts';
import { aStand, keysOf, person, REGISTERED, type Stand } from './stand.ts';

const HEROES = ['ana-perez', 'luis-garza', 'ivan-petrov', 'james-oneil', 'yuki-tanaka', 'fatima-alsabah', 'zoe-rocket'] as const;

/** As many requests one after the other as a view from a known record takes, and as finding her by her keys and viewing her takes. */
const MOST: Readonly<Record<SystemId, readonly [view: number, findAndView: number]>> = {
  hubspot: [2, 3],
  salesforce: [1, 2],
  pipedrive: [2, 3],
  amocrm: [2, 2],
  zoho: [2, 3],
  dynamics: [1, 2],
};

/** Where the API asks for one more, of whom, and why. */
const MORE: readonly { system: SystemId; step: 'view' | 'find'; of: readonly string[]; why: string }[] = [
  { system: 'salesforce', step: 'view', of: ['zoe-rocket'], why: 'a note of more than 255 characters has its text in a file of its own' },
  {
    system: 'salesforce',
    step: 'find',
    of: ['luis-garza', 'james-oneil'],
    why: 'the phone search names people by id only; those the e-mail has not found are then read',
  },
];

const KINDS = ['contact', 'company', 'deal', 'find + view'] as const;
type Kind = (typeof KINDS)[number];
const cells = (words: readonly unknown[]) => words.map((word) => String(word).padStart(13)).join('');
const lines = [`sequential requests (+1: see below)${cells(KINDS)}`];
afterAll(() => {
  const reasons = MORE.map(({ system, step, of, why }) => `  +1 ${system}, ${step} of ${of.length} of ${HEROES.length} heroes: ${why}`);
  process.stdout.write(`${[...lines, ...reasons].join('\n')}\n`);
});

describe.each(REGISTERED)('$name', (system) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await aStand(system);
  });
  afterAll(() => stand.close());

  const beside = (ref: RecordRef, io: Io, known?: SystemRecord) => [
    system.related(ref, io, known),
    system.timeline(ref, { limit: 50 }, io, known),
  ];
  const view = (ref: RecordRef) => (io: Io) => Promise.all([system.read(ref, io), ...beside(ref, io)]);

  it('shows all of a customer after as few round trips as the API allows', async () => {
    const most: Record<Kind, number> = { contact: 0, company: 0, deal: 0, 'find + view': 0 };
    const [limit, both] = MOST[system.id] ?? [];
    if (limit === undefined || both === undefined) throw new RangeError(`${system.id} does not say how many round trips a view takes`);
    for (const hero of HEROES)
      for (const ref of stand.refsOf(hero)) {
        const granted = (step: 'view' | 'find') =>
          MORE.filter((each) => each.system === system.id && each.step === step && each.of.includes(hero)).length;
        const meet = async (kind: Kind, work: (io: Io) => Promise<unknown>) => {
          const isFind = kind === 'find + view';
          const { depth } = await depthOf(stand.io(), work);
          const extra = granted('view') + (isFind ? granted('find') : 0);
          expect(depth, `${kind} of ${hero}`).toBeLessThanOrEqual((isFind ? both : limit) + extra);
          most[kind] = Math.max(most[kind], depth - extra);
        };

        await meet('contact', view(ref));
        const related = await system.related(ref, stand.io());
        for (const kind of ['company', 'deal'] as const) {
          const other = related.find((each) => each.kind === kind);
          if (other) await meet(kind, view(other.ref));
        }
        const { emails, phones, name } = person(await system.read(ref, stand.io()));
        let found: SystemRecord[] = [];
        await meet('find + view', async (io) => {
          found = await system.find(keysOf('person', { emails, phones, names: [name] }), io);
          await Promise.all(found.slice(0, 1).flatMap((record) => beside(record.ref, io, record)));
        });
        const [first] = found;
        if (!first) throw new RangeError(`${hero} is not found`);
        // Knowing the record already saves a question and changes no answer.
        const io = stand.io();
        expect(await system.related(first.ref, io, first), hero).toEqual(await system.related(first.ref, io));
      }
    lines.push(`${system.name.padEnd(35)}${cells(KINDS.map((kind) => most[kind]))}`);
    expect([most.contact, most['find + view']]).toEqual([limit, both]);
  });
});
