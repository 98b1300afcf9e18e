import { describe, expect, it } from 'vitest';
import type { Action, Receipt, RecordRef } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { CAST_AS_OF } from '../../../sandbox/cast.ts';
import { failure } from '../../failure.ts';
import { scripted } from './scripted.ts';

const ID = '7ddd0b31-ed8b-e511-80d2-00155d2a68d4';
const [FIRST, SECOND, THIRD, PROCESS] = [1, 2, 3, 9].map((digit) => `0000000${digit}-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
  string,
];
const account = 'acme.crm4.dynamics.com';
const ref = (object: RecordRef['object'], native: string, id = ID): RecordRef => ({ system: 'dynamics', account, object, native, id });
const DEAL = ref('deal', 'opportunity');
const at = CAST_AS_OF;

const STAGES = {
  value: [FIRST, SECOND, THIRD].map((processstageid, stagecategory) => ({ processstageid, stagename: `S${stagecategory}`, stagecategory })),
};
const stageTo = (stageId: string): Action => ({ kind: 'stage', stageId, on: [DEAL], at });
const process = (active: string, traversedpath: string | null = null, statecode = 0) => ({
  businessprocessflowinstanceid: PROCESS,
  _activestageid_value: active,
  traversedpath,
  statecode,
});

describe('stage', () => {
  it.each([
    ['without a process', { value: [] }, 'no-process'],
    ['with a process that stands nowhere', { value: [{ businessprocessflowinstanceid: PROCESS }] }, 'no-process'],
    ['in a stage of another process', { value: [process(ID)] }, 'unknown-stage'],
  ])('perform throws invalid for a deal %s', async (_name, rows, code) => {
    const { io, asked } = scripted({ '/opportunitysalesprocesses?': rows, '/processstages': STAGES });
    expect(await failure(dynamics.perform(stageTo(SECOND), 'k', io))).toMatchObject({ kind: 'invalid', code });
    expect(asked.every((line) => line.startsWith('GET '))).toBe(true);
  });

  it('perform moves an ended process too, and writes nothing when the deal is there already', async () => {
    const { io, asked } = scripted({
      '/opportunitysalesprocesses?': { value: [process(FIRST, null, 1)] },
      '/processstages': STAGES,
      '/opportunitysalesprocesses(': { status: 204 },
    });
    await dynamics.perform(stageTo(SECOND), 'k', io);
    await dynamics.perform(stageTo(FIRST), 'k', io);
    expect(asked.filter((line) => !line.startsWith('GET '))).toEqual([`PATCH /api/data/v9.2/opportunitysalesprocesses(${PROCESS})`]);
    expect(await dynamics.confirm(stageTo(THIRD), 'k', io)).toBeUndefined();
    expect((await failure(dynamics.perform({ ...stageTo(SECOND), on: [ref('contact', 'contact')] }, 'k', io))).code).toBe('no-target');
  });

  it('undo leaves a deal where somebody has moved it on, and is content when it is back already', async () => {
    const moved: Receipt = {
      refs: [DEAL],
      at,
      before: { kind: 'stage', instance: PROCESS, stages: [FIRST, SECOND, THIRD], from: FIRST, to: SECOND },
    };
    const standing = (active: string | null) =>
      scripted({ [`/opportunitysalesprocesses(${PROCESS})`]: { ...process(FIRST, `${FIRST},${SECOND}`), _activestageid_value: active } });
    const back = standing(FIRST);
    await dynamics.undo?.(moved, back.io);
    expect(back.asked).toHaveLength(1);
    for (const elsewhere of [THIRD, null])
      expect(await failure(dynamics.undo?.(moved, standing(elsewhere).io))).toMatchObject({ kind: 'conflict', code: 'changed' });
  });

  it('perform takes a refusal to close for done when the deal stands as it was to stand, and for what it is when not', async () => {
    const closing = (statecode: number) =>
      scripted({
        WinOpportunity: { status: 400, json: { error: { code: '', message: 'closed' } } },
        [`/opportunities(${ID})`]: { statecode, statuscode: statecode === 1 ? 3 : 1 },
      });
    expect((await dynamics.perform(stageTo('won:3'), 'k', closing(1).io)).refs).toEqual([DEAL]);
    expect((await failure(dynamics.perform(stageTo('won:3'), 'k', closing(0).io))).kind).toBe('invalid');
    const down = scripted({ LoseOpportunity: { status: 503 }, [`/opportunities(${ID})`]: { statecode: 0, statuscode: 1 } });
    expect((await failure(dynamics.perform(stageTo('lost:4'), 'k', down.io))).kind).toBe('unknown-outcome');
  });
});

describe('owner, tasks and new rows', () => {
  it('undo gives a record back to the team it belonged to', async () => {
    const bodies: unknown[] = [];
    const owners = [
      { _ownerid_value: FIRST, '_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'team', '@odata.etag': 'W/"1"' },
      { _ownerid_value: SECOND, '_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'systemuser', '@odata.etag': 'W/"2"' },
    ];
    let writes = 0;
    const { io } = scripted({ [`/contacts(${ID})`]: (path: string) => (path.includes('$select') ? owners[writes % 2] : { status: 204 }) });
    const seeing = {
      ...io,
      fetch: async (request: Request) => {
        if (request.method === 'PATCH') {
          bodies.push(await request.clone().json());
          writes += 1;
        }
        return io.fetch(request);
      },
    };
    const receipt = await dynamics.perform({ kind: 'owner', ownerId: SECOND, on: [ref('contact', 'contact')], at }, 'k', seeing);
    await dynamics.undo?.(receipt, seeing);
    expect(bodies).toEqual([{ 'ownerid@odata.bind': `/systemusers(${SECOND})` }, { 'ownerid@odata.bind': `/teams(${FIRST})` }]);
  });

  it.each<[string, Action, object]>([
    ['a call for a task', { kind: 'task-change', task: ref('activity', 'phonecall'), done: true, on: [], at }, { code: 'unsupported' }],
    [
      'a task of another environment',
      { kind: 'task-change', task: { ...ref('activity', 'task'), account: 'other' }, done: true, on: [], at },
      { code: 'unsupported' },
    ],
    ['nothing about a task', { kind: 'task-change', task: ref('activity', 'task'), on: [], at }, { code: 'nothing-to-change' }],
  ])('perform throws invalid for %s and asks nobody', async (_name, action, wanted) => {
    const { io, asked } = scripted({});
    expect(await failure(dynamics.perform(action, 'k', io))).toMatchObject({ kind: 'invalid', ...wanted });
    expect(asked).toEqual([]);
  });

  it('a new deal has its amount only in a currency that the environment has', async () => {
    const deal = (values: Record<string, unknown>): Action => ({
      kind: 'create',
      object: 'deal',
      values: { name: 'D', ...values },
      on: [],
      at,
    });
    const { io } = scripted({ '/transactioncurrencies': { value: [] }, '/opportunities(': { opportunityid: ID, '@odata.etag': 'W/"1"' } });
    expect(await failure(dynamics.perform(deal({ amount: { amountMinor: 1, currency: 'XTS' } }), 'k', io))).toMatchObject({
      kind: 'invalid',
      code: 'bad-value',
      field: 'amount',
    });
    expect((await dynamics.perform(deal({}), 'k', io)).refs).toHaveLength(1);
  });
});
