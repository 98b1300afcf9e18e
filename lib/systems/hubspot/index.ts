import type { ObjectKind } from '../../model/page.ts';
import type { FieldDefinition, Owner } from '../../model/records.ts';
import type { Connection, Io, System } from '../contract.ts';
import { definitionOf } from '../definitions.ts';
import { fieldMaker } from '../new-field.ts';
import { supported } from '../refusals.ts';
import { defined, phrase } from '../values.ts';
import { capabilitiesOf, LISTS_THAT_GROW, writing } from '../writes.ts';
import { createProperty, listOwners, listProperties } from './api.ts';
import { ownApp, serviceKey } from './auth.ts';
import { changes } from './changes.ts';
import { pipelines } from './deals.ts';
import { toFile } from './files.ts';
import { find } from './find.ts';
import { limits } from './limits.ts';
import { recordUrl, toActivity, toRecord, uiBase } from './map.ts';
import { mappable } from './mappable.ts';
import { typeOfKind } from './objects.ts';
import { OWN_FIELDS } from './own-fields.ts';
import { read, related } from './read.ts';
import { FILE } from './refs.ts';
import { timeline } from './timeline.ts';
import { ownerName, verify } from './verify.ts';
import { undo, WRITERS } from './write.ts';

const CAPABILITIES = capabilitiesOf(['contact', 'lead', 'company', 'deal', 'ticket', 'product', 'file'], WRITERS, LISTS_THAT_GROW);

/** HubSpot. `account` is the portal number; `baseUrl` the UI of the account's data region; `userId` the rep's owner id. */
export const hubspot: System = {
  id: 'hubspot',
  name: 'HubSpot',
  mark: 'Hs',
  capabilities: CAPABILITIES,
  ownFields: OWN_FIELDS,
  callOutcomes: { reached: 'connected', 'no-answer': 'no-answer', 'left-message': 'left-voicemail', 'wrong-number': 'wrong-number' },
  auth: [serviceKey, ownApp],
  limits,
  mappable,
  hosts,
  recordUrl,
  toRecord: (native, raw, connection) => (native === FILE ? toFile(raw, connection) : toRecord(native, raw, connection)),
  toActivity,
  verify: (io) => verify(io, CAPABILITIES),
  find,
  read,
  related,
  timeline,
  changes,
  owners,
  pipelines,
  fields,
  createField: fieldMaker(fields, (field, io) => createProperty(io, supported(typeOfKind(field.object)), field)),
  ...writing(WRITERS),
  undo,
};

function hosts(connection: Partial<Connection>): { pages: string[]; api: string[] } {
  const pages = new Set(['https://app.hubspot.com/*', `${uiBase(connection)}/*`]);
  return { pages: [...pages], api: ['https://api.hubapi.com/*'] };
}

/** Owners with those who have left: their name still stands on old entries. Queues are no people and are left out. */
async function owners(io: Io): Promise<Owner[]> {
  const [active, archived] = await Promise.all([listOwners(io, false), listOwners(io, true)]);
  const left = archived.filter(({ id }) => !active.some((each) => each.id === id));
  return [...active, ...left.map((owner) => ({ ...owner, archived: true }))]
    .filter(({ type }) => type !== 'QUEUE')
    .map((owner) => ({
      id: owner.id,
      name: ownerName(owner),
      active: owner.archived !== true,
      ...defined({ email: phrase(owner.email) }),
    }));
}

/** Properties a rep can see, hidden ones left out. */
async function fields(object: ObjectKind, io: Io): Promise<FieldDefinition[]> {
  const rows = (await listProperties(io, supported(typeOfKind(object)))).filter(isShown);
  return rows.flatMap((row) =>
    definitionOf({
      key: row.name,
      label: row.label,
      type: row.type ?? 'string',
      custom: row.hubspotDefined !== true,
      readOnly: row.calculated === true || row.modificationMetadata?.readOnlyValue === true,
      options: row.options.filter(isShown),
    }),
  );
}

const isShown = ({ hidden }: { hidden?: boolean | null | undefined }) => hidden !== true;
