import { type Action, type Io, type RecordRef, SystemError } from '../contract.ts';
import { kindOf } from './refs.ts';

/** Under which name an entry links a record. */
export type Target = 'person_id' | 'org_id' | 'deal_id' | 'lead_id';
/** Links of an entry: numbers for v2's strict types, a lead's UUID as text. */
export type Targets = Partial<Record<Target, number | string>>;

/** Names under which an entry or a file names its records. */
export const KEYS = { person: 'person_id', organization: 'org_id', deal: 'deal_id', lead: 'lead_id' } as const;
/** The narrowest list first: where confirm looks for what it wrote. */
const NARROW: readonly Target[] = ['lead_id', 'deal_id', 'person_id', 'org_id'];

/** Refs of this very account, in the rep's order. */
export function ownRefs(on: readonly RecordRef[], io: Io): RecordRef[] {
  return on.filter((ref) => ref.system === 'pipedrive' && ref.account === io.connection.account && kindOf(ref) !== undefined);
}

/**
 * Links of an entry: one record of each type can be named; of several of one type the first. A meeting may have nothing but guests.
 * @throws SystemError `invalid` with code `no-target` when no record of this account is meant.
 */
export function targetsOf(action: Action, io: Io): Targets {
  const targets = targetsIn(action.kind === 'meeting' ? [...action.on, ...action.attendees] : action.on, io);
  if (Object.keys(targets).length === 0) throw new SystemError('invalid', { code: 'no-target' });
  return targets;
}

/** The same where there may be none. */
export function targetsIn(on: readonly RecordRef[], io: Io): Targets {
  const targets: Targets = {};
  for (const ref of ownRefs(on, io)) {
    const kind = kindOf(ref);
    const id = kind === 'lead' ? ref.id : numeric(ref.id);
    if (kind !== undefined && id !== undefined) targets[KEYS[kind]] ??= id;
  }
  return targets;
}

/** The open record. @throws SystemError `invalid` with code `no-target` */
export function requireOwn<K>(action: Action, io: Io, kindFor: (ref: RecordRef) => K | undefined): { kind: K; ref: RecordRef } {
  const [ref] = ownRefs(action.on, io);
  const kind = ref && kindFor(ref);
  const known = ref && (ref.object === 'lead' ? /^[\da-f-]{36}$/i.test(ref.id) : numeric(ref.id) !== undefined);
  if (!ref || !known || kind === undefined) throw new SystemError('invalid', { code: 'no-target' });
  return { kind, ref };
}

/** The link whose record has the shortest list. */
export function narrowest(targets: Targets): Partial<Record<Target, string>> {
  const key = NARROW.find((each) => targets[each] !== undefined);
  return key === undefined ? {} : { [key]: String(targets[key]) };
}

/** v2 refuses numbers written as strings, so an id goes out as a number or not at all. */
export function numeric(id: string | undefined): number | undefined {
  const value = id !== undefined && /^\d{1,16}$/.test(id) ? Number(id) : Number.NaN;
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** The vendor may add links of its own (a deal's organization); those we asked for must be there. */
export function linksAgree(row: Partial<Record<Target, string | undefined>>, targets: Targets): boolean {
  return NARROW.every((key) => targets[key] === undefined || row[key] === String(targets[key]));
}
