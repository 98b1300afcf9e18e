import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { sandboxed } from '../../tests/engine/sandboxed.ts';
import type { MappableObject, MappingChoice } from '../model/mapping.ts';
import { auditLines } from '../store/audit.ts';
import { mappings } from '../store/mappings.ts';
import { changeConnection, knownConnection, setConnectionState } from './connections.ts';
import type { Engine } from './context.ts';
import { saveChoice } from './field-sheet.ts';
import { createScoreField } from './score-field.ts';

const here = sandboxed();
const { connected } = here;

const made = () => here.sandbox.effects().filter(({ actionKind }) => actionKind === 'field-definition').length;
const trail = async () => (await auditLines(50)).map(({ entry }) => [entry?.what, entry?.result.state, entry?.result.code]);
const mappedScore = async (object: MappableObject) => (await mappings()).find((each) => each.object === object)?.fields.leadScore;

describe('createScoreField', () => {
  it.each(['pipedrive', 'zoho', 'amocrm'] as const)(
    'makes a field in %s, maps it for the next write and tells the trail',
    async (system) => {
      const { engine, id } = await connected([system]);
      const answer = await createScoreField(engine, id, 'contact');
      expect(answer).toMatchObject({ field: { label: 'Sidelight score' } });
      expect(await mappedScore('contact')).toEqual('field' in answer && answer.field);
      const live = (await knownConnection(engine, id))?.live;
      const native = live?.system.mappable?.contact?.native ?? '';
      expect(live?.connection.fieldMap?.[native]?.leadScore).toBe('field' in answer && answer.field.key);
      expect(await trail()).toEqual([['field-definition', 'written', undefined]]);
    },
  );

  it('takes the field that is there, writes nothing, and keeps what else is mapped', async () => {
    const { engine, id } = await connected(['hubspot']);
    const title = { key: 'jobtitle', label: 'Job title', type: 'string' };
    const before: MappingChoice = { fields: { title }, pins: [], skipped: ['sidelight_score'] };
    await saveChoice(id, 'contact', before);
    expect(await createScoreField(engine, id, 'contact')).toMatchObject({ field: { key: 'sidelight_score' } });
    expect(made()).toBe(0);
    expect(await mappings()).toMatchObject([{ fields: { title, leadScore: { key: 'sidelight_score' } }, skipped: [] }]);
    expect(await trail()).toEqual([]);
  });

  it('makes one field when two panels ask at once', async () => {
    const { engine, id } = await connected(['pipedrive']);
    const answers = await Promise.all([createScoreField(engine, id, 'company'), createScoreField(engine, id, 'company')]);
    expect(answers[0]).toEqual(answers[1]);
    expect(made()).toBe(1);
  });

  it('maps nothing when the outcome is open, and finds the field when it is asked again', async () => {
    const { engine, id } = await connected(['pipedrive']);
    let isLost = true;
    const losing: Engine = {
      ...engine,
      fetch: async (request) => {
        const answer = await here.sandbox.fetch(request);
        if (request.method !== 'POST' || !isLost) return answer;
        isLost = false;
        throw new TypeError('reset');
      },
    };
    expect(await createScoreField(losing, id, 'contact')).toMatchObject({ error: { kind: 'unknown-outcome' } });
    expect(await mappedScore('contact')).toBeUndefined();
    expect(await createScoreField(losing, id, 'contact')).toMatchObject({ field: { label: 'Sidelight score' } });
    expect(made()).toBe(1);
    expect(await trail()).toEqual([['field-definition', 'unclear', 'network']]);
  });

  it('says why and maps nothing when the vendor refuses', async () => {
    const { engine, id } = await connected(['pipedrive']);
    const refusing: Engine = {
      ...engine,
      fetch: async (request) =>
        request.method === 'POST'
          ? Response.json({ success: false, code: 'feature_capping_x' }, { status: 403 })
          : here.sandbox.fetch(request),
    };
    expect(await createScoreField(refusing, id, 'contact')).toMatchObject({ error: { kind: 'forbidden', code: 'plan-limit' } });
    expect(await mappings()).toEqual([]);
    expect(await trail()).toEqual([['field-definition', 'refused', 'plan-limit']]);
  });

  it('asks nobody when the connection is read-only, paused or gone, or the system makes no fields', async () => {
    const { engine, id } = await connected(['pipedrive']);
    await changeConnection(id, { writes: 'never' });
    expect(await createScoreField(engine, id, 'contact')).toMatchObject({ error: { code: 'read-only' } });
    await changeConnection(id, { writes: 'ask' });
    await setConnectionState(id, 'paused');
    expect(await createScoreField(engine, id, 'contact')).toMatchObject({ error: { code: 'paused' } });
    await setConnectionState(id, 'ok');
    expect(await createScoreField(engine, id, 'deal')).toMatchObject({ error: { code: 'unsupported' } });
    expect(await createScoreField(engine, 'gone', 'contact')).toMatchObject({ error: { code: 'unsupported' } });
    const other = await connected(['salesforce']);
    expect(await createScoreField(other.engine, other.id, 'contact')).toMatchObject({ error: { code: 'unsupported' } });
    expect(made()).toBe(0);
  });
});
