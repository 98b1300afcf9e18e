import { proposeMapping, type SampledField } from '../mapping/propose.ts';
import { shownValue } from '../mapping/shown.ts';
import { typeFit } from '../mapping/values.ts';
import { type StoredError, toStoredError } from '../model/errors.ts';
import {
  type CanonicalField,
  canonicalFields,
  type FieldRow,
  type FieldSheet,
  type MappableObject,
  type MappingChoice,
  type ObjectMapping,
  type ValueKind,
} from '../model/mapping.ts';
import { type FieldDefinition, type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import { stalePartsOf } from '../store/dossiers.ts';
import { mappings, saveMappings } from '../store/mappings.ts';
import { connections, dossier, recentCustomers } from '../store/reading.ts';
import { type Mappable, SystemError } from '../systems/contract.ts';
import { askKnown } from './ask-known.ts';
import { type Known, knownConnection } from './connections.ts';
import type { Engine } from './context.ts';
import { asking } from './mapping.ts';

/** Customers whose cached records are looked through for examples. */
const LOOK_THROUGH = 30;
/** Records whose values are read: enough to see what a field holds, few enough to be no burden. */
const MOST_SAMPLES = 3;
/** Vendors that want fields named take them in the address: this many characters of names. */
const MOST_NAMES = 5000;
/** Choices of a field that are kept with its mapping. */
const MOST_OPTIONS = 300;
/** Nothing decided yet. */
export const NO_CHOICE: MappingChoice = { fields: {}, pins: [], skipped: [] };

/** Fields of an object as the system describes them, with what some records hold, what the rep has decided, and what is proposed. */
export async function readSheet(
  engine: Engine,
  connectionId: string,
  object: MappableObject,
): Promise<{ sheet: FieldSheet } | { error: StoredError }> {
  try {
    const known = await knownConnection(engine, connectionId);
    const mappable = known?.live?.system.mappable?.[object];
    if (!known?.live || !mappable) throw new SystemError('invalid', { code: 'unsupported' });
    const definitions = await askKnown(engine, known, true, (system, io) => system.fields(object, io));
    const [records, all] = await Promise.all([sampleRecords(engine, known, object, definitions, mappable), mappings()]);
    const choice = all.find((each) => isOf(each, known) && each.object === object) ?? NO_CHOICE;
    return { sheet: sheetOf(object, definitions, mappable, records, choice) };
  } catch (error) {
    return { error: toStoredError(error) };
  }
}

/** Stores what the rep has decided. Customers who are open are asked for anew at the next look. */
export async function saveChoice(connectionId: string, object: MappableObject, choice: MappingChoice): Promise<{ error?: StoredError }> {
  const info = (await connections()).find(({ id }) => id === connectionId);
  const offered = canonicalFields(object);
  const isWrong = Object.keys(choice.fields).some((name) => !Object.hasOwn(offered, name)) || hasDoubles(choice);
  if (!info || isWrong) return { error: { kind: 'invalid', code: 'bad-field' } };
  const mapping: ObjectMapping = { system: info.system, account: info.account, object, ...choice };
  await saveMappings([mapping]);
  await askMappedAnew([mapping]);
  return {};
}

/** What the connections of these accounts have told is asked for anew when it is next looked at. */
export async function askMappedAnew(changed: readonly Pick<ObjectMapping, 'system' | 'account'>[]): Promise<void> {
  const concerned = (await connections()).filter(({ system, account }) =>
    changed.some((mapping) => mapping.system === system && mapping.account === account),
  );
  await stalePartsOf(concerned.map(({ id }) => id));
}

function hasDoubles({ fields, pins }: MappingChoice): boolean {
  const keys = Object.values(fields).map((field) => field?.key);
  return new Set(keys).size < keys.length || new Set(pins.map(({ key }) => key)).size < pins.length;
}

const isOf = (mapping: ObjectMapping, { info }: Known) => mapping.system === info.system && mapping.account === info.account;

function sheetOf(
  object: MappableObject,
  definitions: readonly FieldDefinition[],
  { known }: Mappable,
  records: readonly SystemRecord[],
  { fields, pins, skipped }: MappingChoice,
): FieldSheet {
  const isKnown = new Set(known);
  const samples = (key: string) => records.map(({ custom }) => (Object.hasOwn(custom, key) ? custom[key] : undefined)).filter(isFilled);
  const decided = new Set([...Object.values(fields).map((field) => field?.key), ...skipped]);
  const sampled = definitions.map((each): SampledField => ({ ...each, samples: samples(each.key) }));
  const proposals = proposeMapping(
    object,
    sampled.filter(({ key }) => !decided.has(key)),
  ).filter(({ key, canonical }) => !isKnown.has(key) && !Object.hasOwn(fields, canonical));
  const byKey = new Map(proposals.map((proposal) => [proposal.key, proposal]));
  const wanted = Object.entries(canonicalFields(object)) as [CanonicalField, ValueKind][];
  const rows = definitions.map(({ key, label, type, custom, options }): FieldRow => {
    const coded = options && Object.fromEntries(options.slice(0, MOST_OPTIONS).map((option) => [option.value, option.label]));
    const field = { key, label: label.slice(0, 500), type, ...(coded && { options: coded }) };
    const example = samples(key).flatMap((value) => shownValue(field, value) ?? [])[0];
    const proposal = byKey.get(key);
    return {
      ...field,
      custom,
      known: isKnown.has(key),
      fits: wanted.filter(([, value]) => typeFit(type, value) > 0).map(([canonical]) => canonical),
      ...(example && { example }),
      ...(proposal && { proposal }),
    };
  });
  return { object, rows, choice: { fields, pins, skipped }, examples: records.map(({ name }) => name) };
}

/** Some records of this object with all they hold: known customers' first, then whatever the system tells of first. */
async function sampleRecords(
  engine: Engine,
  known: Known,
  object: MappableObject,
  definitions: readonly FieldDefinition[],
  mappable: Mappable,
): Promise<SystemRecord[]> {
  const { live } = known;
  if (!live) return [];
  const cached = await cachedRefs(known.info.id, object);
  const refs = cached.length < MOST_SAMPLES ? distinct([...cached, ...(await anyRefs(engine, known, object))]) : cached;
  const connection = asking(live.system, live.connection, object, namesToRead(definitions, mappable));
  const whole = { ...known, live: { ...live, connection } };
  const read = await Promise.allSettled(
    refs.slice(0, MOST_SAMPLES).map((ref) => askKnown(engine, whole, false, (system, io) => system.read(ref, io))),
  );
  return read.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
}

/** The account's own fields first: of the vendor's, as many as there is room for. */
function namesToRead(definitions: readonly FieldDefinition[], { known }: Mappable): string[] {
  const wanted = definitions.filter(({ key }) => !known.includes(key)).sort((a, b) => Number(b.custom) - Number(a.custom));
  let room = MOST_NAMES;
  return wanted.flatMap(({ key }) => {
    room -= key.length + 3;
    return room > 0 ? [key] : [];
  });
}

async function cachedRefs(connectionId: string, object: MappableObject): Promise<RecordRef[]> {
  const found = new Map<string, RecordRef>();
  for (const { dossier: key } of await recentCustomers(LOOK_THROUGH)) {
    const part = (await dossier(key))?.parts.find((each) => each.connectionId === connectionId);
    for (const { record } of part?.records ?? []) if (record.ref.object === object) found.set(recordKey(record.ref), record.ref);
    if (found.size >= MOST_SAMPLES) break;
  }
  return [...found.values()];
}

const distinct = (refs: readonly RecordRef[]) => [...new Map(refs.map((ref) => [recordKey(ref), ref])).values()];

async function anyRefs(engine: Engine, known: Known, object: MappableObject): Promise<RecordRef[]> {
  if (!known.live?.system.capabilities.has('changes')) return [];
  const page = await askKnown(engine, known, false, (system, io) => system.changes(object, undefined, io)).catch(() => undefined);
  return (page?.rows ?? []).flatMap((row) => ('custom' in row && row.ref.object === object ? [row.ref] : []));
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
