import {
  type CanonicalField,
  canonicalFields,
  MAPPABLE_OBJECTS,
  type MappableKind,
  type MappableObject,
  type Proposal,
  type ProposalReason,
  type ValueKind,
} from '../model/mapping.ts';
import type { FieldDefinition } from '../model/records.ts';
import { nameLikeness, wordsOfKey, wordsOfLabel } from './field-name.ts';
import { looksLike, typeFit } from './values.ts';

/** A field with what some records hold in it; no samples = nobody looked. */
export type SampledField = Pick<FieldDefinition, 'key' | 'label' | 'type' | 'readOnly' | 'options'> & { samples?: readonly unknown[] };

/** Less is not proposed. */
const LIKELY = 0.6;
/** A key may tell what the field was made for; the label is what people use it for now. */
const KEY_WEIGHT = 0.93;
/** The name alone does not say it, but every value does (e-mails alone look like nothing else). */
const BY_VALUES = 0.62;

/**
 * Which of a system's fields are which of ours. At most one field per field of ours and the other way round, the best pairs first; never a
 * field whose type or values cannot be it. The same for any order of `fields`.
 */
export function proposeMapping(object: MappableObject, fields: readonly SampledField[]): Proposal[] {
  const kind = MAPPABLE_OBJECTS[object];
  const wanted = Object.entries(canonicalFields(object)) as [CanonicalField, ValueKind][];
  const all = fields.flatMap((field) => wanted.flatMap(([canonical, value]) => judge(kind, field, canonical, value) ?? []));
  // Beside a surname, a bare "name" is the given one.
  const given = new Set(all.some(isSurname) ? all.filter(({ canonical }) => canonical === 'firstName').map(({ key }) => key) : []);
  const pairs = all.filter(({ key, canonical }) => canonical !== 'name' || !given.has(key));
  const order = wanted.map(([canonical]) => canonical);
  pairs.sort((a, b) => b.confidence - a.confidence || before(a, b, order));
  const taken = new Set<string>();
  const filled = new Set<CanonicalField>();
  const kept = pairs.filter(({ key, canonical }) => {
    if (taken.has(key) || filled.has(canonical)) return false;
    taken.add(key);
    filled.add(canonical);
    return true;
  });
  return kept.map((pair) => ({ ...pair, confidence: round(pair.confidence) }));
}

/** Of two equally good: the field of ours that stands first, the shorter key, the key that sorts first. */
function before(a: Proposal, b: Proposal, order: readonly CanonicalField[]): number {
  return (
    order.indexOf(a.canonical) - order.indexOf(b.canonical) || a.key.length - b.key.length || (a.key < b.key ? -1 : Number(a.key > b.key))
  );
}

const isSurname = ({ canonical }: Proposal) => canonical === 'lastName';

function judge(kind: MappableKind, field: SampledField, canonical: CanonicalField, wanted: ValueKind): Proposal | undefined {
  const fit = typeFit(field.type, wanted);
  // A score is written back: a field that cannot be written is none.
  if (fit === 0 || (canonical === 'leadScore' && field.readOnly)) return undefined;
  const values = valueFit(field, wanted);
  if (values === 0) return undefined;
  const [byLabel, byKey] = namesFit(kind, field, canonical);
  const name = Math.max(byLabel, byKey);
  const confidence = Math.max(name, canonical === 'emails' && values > 1 && isOwn(field) ? BY_VALUES : 0) * fit * Math.min(1, values);
  if (confidence < LIKELY) return undefined;
  const reasons: ProposalReason[] = [
    ...(name < 0.85 ? (name >= LIKELY ? (['similar'] as const) : []) : [byLabel >= byKey ? ('label' as const) : ('key' as const)]),
    ...(fit === 1 ? (['type'] as const) : []),
    ...(values > 1 ? (['values'] as const) : []),
  ];
  return { key: field.key, canonical, confidence, reasons };
}

function namesFit(kind: MappableKind, { label, key }: SampledField, canonical: CanonicalField): [number, number] {
  const [told, made] = [wordsOfLabel(label), wordsOfKey(key)];
  const byLabel = nameLikeness(kind, canonical, told);
  const byKey = nameLikeness(kind, canonical, made);
  // A label that is the key in other letters is not a second witness, one that says something else weakens the key.
  const isSame = told === '' || told.replaceAll(' ', '') === made.replaceAll(' ', '');
  return [byLabel, isSame ? byKey : byKey * KEY_WEIGHT];
}

/** 1 = nothing known, more than 1 = the values agree, 0 = they cannot be it, between = some do. */
function valueFit({ samples = [], options }: SampledField, wanted: ValueKind): number {
  const shown = samples.map((sample) => options?.find(({ value }) => value === String(sample))?.label ?? sample);
  const filled = shown.filter((sample) => sample !== null && sample !== undefined && sample !== '');
  if (filled.length === 0) return 1;
  const share = filled.filter((sample) => looksLike(sample, wanted)).length / filled.length;
  if (share === 1) return 1.01;
  return share >= 0.5 ? 0.9 : 0;
}

/** Neither somebody else's nor about something else: without words that say so. */
function isOwn(field: SampledField): boolean {
  const words = [wordsOfLabel(field.label), wordsOfKey(field.key)].filter((each) => each !== '');
  return words.length === 0;
}

function round(confidence: number): number {
  return Math.round(Math.min(1, confidence) * 100) / 100;
}
