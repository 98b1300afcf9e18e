import type { AuditEntry } from '../model/audit.ts';
import { type StoredError, toStoredError } from '../model/errors.ts';
import { canonicalFields, type MappableObject, type MappedField, SCORE_FIELD } from '../model/mapping.ts';
import { writeAudited } from '../store/audit.ts';
import { mappings } from '../store/mappings.ts';
import { connections } from '../store/reading.ts';
import { type FieldDefinition, type Io, type System, SystemError } from '../systems/contract.ts';
import { askOnce } from './ask.ts';
import { usable } from './ask-known.ts';
import { type Known, knownConnection } from './connections.ts';
import type { Engine, Live } from './context.ts';
import { NO_CHOICE, saveChoice } from './field-sheet.ts';
import { requireSameUser } from './same-user.ts';

/**
 * Gives an account a number field for the lead score, or finds the one it has, and maps it. The rep has seen what will be made and said
 * yes: that stands for the question before a first write. One at a time per connection, so that two clicks make one field.
 */
export async function createScoreField(
  engine: Engine,
  connectionId: string,
  object: MappableObject,
): Promise<{ field: MappedField } | { error: StoredError }> {
  try {
    const definition = await engine.locks.request(`sidelight-field-${connectionId}`, {}, () => made(engine, connectionId, object));
    const { key, label, type } = definition;
    const field = { key, label, type };
    const error = await mapped(connectionId, object, field);
    return error ? { error } : { field };
  } catch (error) {
    return { error: toStoredError(error) };
  }
}

async function made(engine: Engine, connectionId: string, object: MappableObject): Promise<FieldDefinition> {
  const known = await knownConnection(engine, connectionId);
  const live = known && usable(known, false);
  const create = live?.system.createField;
  const holds = live?.system.mappable?.[object] && Object.hasOwn(canonicalFields(object), 'leadScore');
  if (!live || !create || !holds || !known.info.can.includes('write:field-definition'))
    throw new SystemError('invalid', { code: 'unsupported' });
  if (known.info.writes === 'never') throw new SystemError('permission', { code: 'read-only' });
  if (known.info.state === 'paused') throw new SystemError('permission', { code: 'paused' });
  await requireSameUser(engine, live);
  return audited(engine, known, live, object, create);
}

/** What has left for the vendor stands in the trail, however it ended; a field that was only found does not. */
async function audited(
  engine: Engine,
  { info }: Known,
  live: Live,
  object: MappableObject,
  create: NonNullable<System['createField']>,
): Promise<FieldDefinition> {
  const wish = { object, ...SCORE_FIELD };
  let asked = false;
  const tell = (result: Pick<AuditEntry['result'], 'state' | 'code'>) =>
    asked
      ? writeAudited(
          {
            at: engine.now(),
            who: { userId: info.userId, userName: info.userName },
            what: 'field-definition',
            where: { system: info.system, account: info.account, connectionId: info.id, record: '', customerName: '' },
            actionId: '',
            deliveryId: '',
            after: wish,
            result: { refs: [], ...result },
          },
          async () => true,
        )
      : undefined;
  const watched = (io: Io): Io => ({
    ...io,
    fetch: (request) => {
      asked ||= request.method !== 'GET';
      return io.fetch(request);
    },
  });
  try {
    const definition = await askOnce(engine, live, (_, io) => create(wish, watched(io)));
    await tell({ state: 'written' });
    return definition;
  } catch (error) {
    const { kind, code = kind } = toStoredError(error);
    await tell({ state: kind === 'unknown-outcome' ? 'unclear' : 'refused', code });
    throw error;
  }
}

/** A field that meant something else means the score from now on. */
async function mapped(connectionId: string, object: MappableObject, field: MappedField): Promise<StoredError | undefined> {
  const [all, infos] = await Promise.all([mappings(), connections()]);
  const info = infos.find(({ id }) => id === connectionId);
  const choice = all.find((each) => each.system === info?.system && each.account === info.account && each.object === object) ?? NO_CHOICE;
  const others = Object.entries(choice.fields).filter(([, each]) => each?.key !== field.key);
  const { error } = await saveChoice(connectionId, object, {
    fields: { ...Object.fromEntries(others), leadScore: field },
    pins: choice.pins,
    skipped: choice.skipped.filter((key) => key !== field.key),
  });
  return error;
}
