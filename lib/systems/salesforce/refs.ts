import type { Connection, ObjectKind, RecordRef } from '../contract.ts';
import { isIdShaped, nativeOfId, toId18 } from './ids.ts';
import { pageOrigin } from './org.ts';

/** The types this adapter reads, with the kind they are shown as. */
export const OBJECTS = {
  Contact: 'contact',
  Lead: 'lead',
  Account: 'company',
  Opportunity: 'deal',
  Case: 'ticket',
} as const satisfies Record<string, ObjectKind>;
/** API names of the types that have a record page of ours. */
export type Native = keyof typeof OBJECTS;

/** A Map, as the name may come from an answer: `constructor` must find nothing. */
const KINDS: ReadonlyMap<string, RecordRef['object']> = new Map(
  Object.entries({
    ...OBJECTS,
    Task: 'activity',
    Event: 'activity',
    EmailMessage: 'activity',
    ContentNote: 'activity',
    Note: 'activity',
    ContentDocument: 'file',
    Attachment: 'file',
    OpportunityLineItem: 'product',
  }),
);

/** A ref of this connection's account, its id in the 18-character form. */
export function refTo(connection: Pick<Connection, 'account'>, native: string, id: string): RecordRef {
  return { system: 'salesforce', account: connection.account, object: KINDS.get(native) ?? 'custom', native, id: toId18(id) };
}

/** A ref from a bare id (WhoId, WhatId): the key prefix tells the type; undefined for empty values. */
export function refOfId(connection: Pick<Connection, 'account'>, id: unknown): RecordRef | undefined {
  if (typeof id !== 'string' || id === '') return undefined;
  return refTo(connection, nativeOfId(id) ?? 'custom', id);
}

/** The API type of a ref: what it says, else what object or id prefix say. */
export function nativeOf(ref: RecordRef): string | undefined {
  if (/^[A-Za-z]\w*$/.test(ref.native) && ref.native !== 'custom') return ref.native;
  return nativeOfKind(ref.object) ?? nativeOfId(ref.id);
}

/** The type that is shown as this kind of record. */
export function nativeOfKind(object: RecordRef['object']): Native | undefined {
  return (Object.keys(OBJECTS) as Native[]).find((native) => OBJECTS[native] === object);
}

/** Is this one of the types that are read? */
export function isRecordNative(native: string | undefined): native is Native {
  return native !== undefined && Object.hasOwn(OBJECTS, native);
}

/** Address of a record's page in Lightning; undefined without a usable instance URL or id. */
export function recordUrl(ref: RecordRef, connection: Connection): string | undefined {
  const origin = pageOrigin(connection);
  if (!origin || ref.system !== 'salesforce' || !isIdShaped(ref.id)) return undefined;
  const native = nativeOf(ref);
  return `${origin}/lightning/r/${native ? `${native}/` : ''}${toId18(ref.id)}/view`;
}
