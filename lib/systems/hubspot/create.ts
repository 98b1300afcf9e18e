import { SystemError } from '../../model/errors.ts';
import type { Io, Receipt } from '../contract.ts';
import { newReceipt } from '../edits.ts';
import { clocked, notBefore } from '../entries.ts';
import { newRecord, underNames } from '../new-record.ts';
import { unless } from '../refusals.ts';
import { placeOn } from '../stages.ts';
import { defined, phrase } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { createObject, getByEmail } from './api.ts';
import { pipelines } from './deals.ts';
import { isRecent, newestOf } from './entry.ts';
import { recordUrl } from './map.ts';
import { COMPANY, CONTACT, DEAL, LEAD, type ObjectType } from './objects.ts';
import { OWN_FIELDS } from './own-fields.ts';
import { refTo } from './refs.ts';
import type { HubspotObject } from './schema.ts';
import { associationsOf, ownTargets, targetOf } from './targets.ts';
import { iso, sameValue } from './values.ts';

type Create = ActionOf<'create'>;

const TYPES = { contact: CONTACT, company: COMPANY, deal: DEAL, lead: LEAD } as const;

/**
 * A new record, tied to the records of this account it was asked on. A deal gets a place on a board, as one without is seen by nobody;
 * a lead must hang on a contact.
 * @throws SystemError `conflict` when a contact with that e-mail exists, unless this very action made it.
 */
export async function createRecord(action: Create, _: string, io: Io): Promise<Receipt> {
  const type = TYPES[action.object];
  if (type === LEAD) targetOf(action.on, CONTACT, io);
  const properties = await withStage(type, propertiesOf(action, io), io);
  const associations = await associationsOf(type, ownTargets(action.on, io), io);
  try {
    return recordReceipt(type, [await createObject(io, type, { properties, associations })], properties, io);
  } catch (error) {
    if (!(error instanceof SystemError) || error.kind !== 'conflict') throw error;
    const landed = await confirmRecord(action, '', io).catch(() => undefined);
    if (landed) return landed;
    throw error;
  }
}

/**
 * A contact by its e-mail, anything else among what newly hangs on the record it was asked on: both see a write at once.
 * @throws SystemError `invalid` with code `cannot-confirm` where neither is there to look at.
 */
export async function confirmRecord(action: Create, _: string, io: Io): Promise<Receipt | undefined> {
  const type = TYPES[action.object];
  const properties = propertiesOf(action, io);
  const [on] = ownTargets(action.on, io);
  const { io: asked, serverNow } = clocked(io);
  const found = properties.email
    ? await unless(
        getByEmail(asked, properties.email).then((each) => [each]),
        'not-found',
        [],
      )
    : on && (await newestOf(type, on, asked));
  if (!found) throw new SystemError('invalid', { code: 'cannot-confirm' });
  const from = notBefore(action.at, serverNow(), io);
  const ours = found.filter(
    (object) => isRecent(object, from) && Object.entries(properties).every(([name, value]) => sameValue(object.properties[name], value)),
  );
  return ours.length > 0 ? recordReceipt(type, ours, properties, io) : undefined;
}

function propertiesOf(action: Create, io: Io): Record<string, string> {
  const record = newRecord(action);
  const { name, phones = [], amount, closeAt, pipelineId, stageId, ownerId } = record;
  const more: Readonly<Partial<Record<Create['object'], Record<string, unknown>>>> = {
    contact: { mobilephone: phones[1] },
    deal: {
      deal_currency_code: amount?.currency === io.connection.currency ? undefined : amount?.currency,
      closedate: closeAt === undefined ? undefined : iso(closeAt),
      pipeline: pipelineId,
      dealstage: stageId,
    },
    lead: { hs_lead_name: name },
  };
  const own = underNames(record, OWN_FIELDS[TYPES[action.object].native]);
  const all = { ...own, ...more[action.object], hubspot_owner_id: ownerId ?? io.connection.userId };
  return Object.fromEntries(Object.entries(all).flatMap(([property, value]) => (phrase(value) ? [[property, String(value)]] : [])));
}

/** The first open stage, of the pipeline that was named or of the first one. */
async function withStage(type: ObjectType, properties: Record<string, string>, io: Io): Promise<Record<string, string>> {
  if (type !== DEAL || (properties.dealstage && properties.pipeline)) return properties;
  const place = placeOn(await pipelines(io), { pipelineId: properties.pipeline, stageId: properties.dealstage });
  return { ...defined({ pipeline: place?.pipelineId, dealstage: place?.stageId }), ...properties };
}

function recordReceipt(type: ObjectType, made: readonly HubspotObject[], set: Record<string, string>, io: Io): Receipt {
  const refs = made.map(({ id }) => refTo(type, id, io.connection));
  return newReceipt(refs, io, recordUrl, set);
}
