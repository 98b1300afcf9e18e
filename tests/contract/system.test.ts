import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action, RecordRef } from '../../lib/systems/contract.ts';
import { detectRecord } from '../../lib/systems/detect.ts';
import { failure } from '../failure.ts';
import { aStand, can, FULL, REGISTERED, type Stand } from './stand.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

describe.each(REGISTERED)('$name', (system) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await aStand(system);
  });
  afterAll(() => stand.close());

  describe('verify', () => {
    it('verify names account and user when the credentials are good', async () => {
      const report = await system.verify(stand.io({ connection: { ...stand.connection, account: '' } }));
      expect(report.account).toBe(stand.connection.account);
      expect(report.userId).not.toBe('');
      expect(report.userName).not.toBe('');
      expect(report.missing).toEqual([]);
      expect(report.can.filter((each) => !system.capabilities.has(each))).toEqual([]);
      expect(report.can).toEqual(expect.arrayContaining(['find', 'timeline', 'write:note', 'write:task']));
    });

    it('verify throws auth when the token is wrong', async () => {
      const connection = { ...stand.connection, credentials: { kind: 'token' as const, token: wrongToken(stand) } };
      expect((await failure(system.verify(stand.io({ connection })))).kind).toBe('auth');
    });
  });

  it('owners lists the colleagues by id when asked', async () => {
    const owners = await system.owners(stand.io());
    expect(owners.map((owner) => owner.email?.toLowerCase())).toEqual(
      expect.arrayContaining(stand.cast.owners.map((owner) => owner.email)),
    );
    expect(new Set(owners.map((owner) => owner.id)).size).toBe(owners.length);
    expect(owners.every((owner) => owner.name.trim() !== '' && owner.active !== undefined)).toBe(true);
  });

  it('pipelines has at least five open stages in board order when asked', async () => {
    const pipelines = await system.pipelines(stand.io());
    expect(pipelines[0]?.stages.filter((stage) => stage.status === 'open').length).toBeGreaterThanOrEqual(5);
    for (const { stages } of pipelines) expect(new Set(stages.map((stage) => stage.id)).size).toBe(stages.length);
  });

  describe('recordUrl', () => {
    it('recordUrl leads back to the same record when detected', () => {
      const refs = stand.sandbox.people().flatMap(({ records }) => records);
      expect(refs.length).toBeGreaterThan(50);
      for (const ref of refs) {
        const found = detectRecord(system.recordUrl(ref, stand.connection) ?? '');
        expect(found, JSON.stringify(ref)).toMatchObject({ system: ref.system, object: ref.object, id: ref.id });
        if (found?.account !== undefined) expect(found.account).toBe(ref.account);
      }
    });

    it('recordUrl stays on the vendor’s own hosts when the id is hostile', () => {
      const [ref] = stand.refsOf(stand.longKey);
      for (const id of ['../../x', '//evil.example/', 'a?b#c', '"><script>', '%2e%2e', '\ud83d']) {
        const url = system.recordUrl({ ...(ref as RecordRef), id }, stand.connection);
        if (url !== undefined)
          expect(new URL(url).hostname).toBe(new URL(system.recordUrl(ref as RecordRef, stand.connection) ?? '').hostname);
      }
    });
  });

  describe('toRecord and toActivity', () => {
    const native = fc.constantFrom(
      '0-1',
      '0-3',
      'Contact',
      'Opportunity',
      'person',
      'deal',
      'leads',
      'contacts',
      'note',
      'task',
      '',
      '__proto__',
    );
    const raw = fc.anything({ withNullPrototype: false, maxDepth: 3 });

    it.each(['toRecord', 'toActivity'] as const)(
      `%s is pure and throws only SystemError when the payload is anything (seed ${SEED})`,
      (verb) => {
        fc.assert(
          fc.property(native, raw, (type, payload) => {
            const run = () => {
              try {
                return JSON.stringify(system[verb](type, payload, stand.connection));
              } catch (error) {
                if ((error as Error).name !== 'SystemError') throw error;
                return String(error);
              }
            };
            deepFreeze(payload);
            expect(run()).toBe(run());
          }),
          { seed: SEED, numRuns: FULL ? 5000 : 300 },
        );
      },
    );
  });

  describe('unsupported verbs', () => {
    it.skipIf(can(system, 'changes'))('changes throws unsupported and asks nobody when it is absent', async () => {
      stand.network.exchanges.length = 0;
      expect(await failure(system.changes('contact', undefined, stand.io()))).toMatchObject({ kind: 'invalid', code: 'unsupported' });
      expect(stand.network.exchanges).toEqual([]);
    });

    it.skipIf(can(system, 'fields'))('fields throws unsupported when it is absent', async () => {
      expect(await failure(system.fields('contact', stand.io()))).toMatchObject({ kind: 'invalid', code: 'unsupported' });
    });

    const actions: Action[] = [
      { kind: 'call', direction: 'out', on: [], at: 0 },
      { kind: 'meeting', title: 'x', startAt: 0, endAt: 1, attendees: [], on: [], at: 0 },
      { kind: 'field', field: 'x', value: 1, on: [], at: 0 },
      { kind: 'stage', stageId: 'x', on: [], at: 0 },
      { kind: 'owner', ownerId: 'x', on: [], at: 0 },
      { kind: 'tag', tags: ['x'], on: [], at: 0 },
      { kind: 'score', field: 'x', score: 1, on: [], at: 0 },
      { kind: 'file', name: 'x', type: 'text/plain', bytes: new Uint8Array(), on: [], at: 0 },
      { kind: 'create', object: 'contact', values: {}, on: [], at: 0 },
    ];
    it.each(actions.filter((action) => !can(system, `write:${action.kind}`)))(
      'perform $kind throws unsupported and asks nobody when it is absent',
      async (action) => {
        stand.network.exchanges.length = 0;
        const on = [stand.refOf(stand.longKey)];
        expect(await failure(system.perform({ ...action, on }, 'key-1', stand.io()))).toMatchObject({
          kind: 'invalid',
          code: 'unsupported',
        });
        expect(stand.network.exchanges).toEqual([]);
      },
    );
  });
});

/** Wrong, but of the shape the vendor gives out, so that no check of the shape answers in the vendor's place. */
function wrongToken(stand: Stand): string {
  const { credentials } = stand.connection;
  const token = credentials.kind === 'token' ? credentials.token : credentials.kind === 'oauth' ? credentials.accessToken : 'wrong';
  return `${token.slice(0, -6)}${token.slice(-6) === 'aaaaaa' ? 'bbbbbb' : 'aaaaaa'}`;
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) deepFreeze(each);
}
