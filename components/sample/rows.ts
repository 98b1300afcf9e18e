import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dictionary, Dossier, DossierPart, LinkedRecord } from '../../lib/model/dossier.ts';
import {
  type Activity,
  type CompanyRecord,
  type DealRecord,
  type OtherRecord,
  type PersonRecord,
  type RecordBase,
  type RecordRef,
  recordKey,
} from '../../lib/model/records.ts';
import { SAMPLE_ACCOUNT } from '../../lib/model/sample.ts';

/* Builders for made-up customers: the sample data of the first run, and the gallery of the tests. No account, no network. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const CAN: ConnectionInfo['can'] = [
  'find',
  'related',
  'timeline',
  'read:contact',
  'read:company',
  'read:deal',
  'write:note',
  'write:task',
  'write:task-change',
  'write:call',
  'write:meeting',
  'write:field',
  'write:stage',
  'write:owner',
  'write:tag',
  'write:create',
  'write:file',
];

/** A connection that nobody has made. */
export function sampleConnection(system: string, systemName: string, mark: string, more: Partial<ConnectionInfo> = {}): ConnectionInfo {
  return {
    id: `sample-${system}`,
    system,
    systemName,
    mark,
    account: SAMPLE_ACCOUNT,
    userId: '1',
    userName: 'Luis Ortega',
    can: CAN,
    missing: [],
    createdAt: 1,
    state: 'ok',
    tag: 'iris',
    writes: 'yes',
    ...more,
  };
}

/** A record's place: `native` is the object's own name, which is all the panel needs. */
export function sampleRef(system: string, object: RecordRef['object'], id: string): RecordRef {
  return { system, account: SAMPLE_ACCOUNT, object, native: object, id };
}

type Body<R extends RecordBase> = Omit<R, 'ref' | 'links' | 'custom' | 'kind'> & Partial<Pick<R, 'custom' | 'links'>>;
const bare = { links: [], custom: {} };

export const person = (ref: RecordRef, body: Body<PersonRecord>): PersonRecord => ({ kind: 'person', ref, ...bare, ...body });
export const company = (ref: RecordRef, body: Body<CompanyRecord>): CompanyRecord => ({ kind: 'company', ref, ...bare, ...body });
export const deal = (ref: RecordRef, body: Body<DealRecord>): DealRecord => ({ kind: 'deal', ref, ...bare, ...body });
export const other = (kind: OtherRecord['kind'], ref: RecordRef, body: Body<OtherRecord>): OtherRecord => ({ kind, ref, ...bare, ...body });

/** An entry of the timeline; its place is made from system, kind and time. */
export function act(system: string, kind: Activity['kind'], at: number, body: Partial<Activity>): Activity {
  return { ref: { ...sampleRef(system, 'activity', `${kind}-${Math.round(at)}`), native: kind }, kind, at, on: [], ...body };
}

/** What one system has told, a moment ago. */
export function part(system: string, now: number, records: LinkedRecord[], activities: Activity[] = []): DossierPart {
  const at = now - 12_000;
  return { connectionId: `sample-${system}`, state: 'answered', askedAt: at, answeredAt: at, records, activities, hasMore: false };
}

/** A customer whose anchor is the first part's first record. */
export function dossierOf(kind: Dossier['kind'], anchor: RecordRef, now: number, parts: DossierPart[]): Dossier {
  return { key: recordKey(anchor), kind, anchor, openedAt: now, parts };
}

/** Owners and stages of one system. */
export function dictionaryOf(system: string, now: number): Dictionary {
  const stage = (id: string, name: string, status: 'open' | 'won' | 'lost' = 'open') => ({ id, name, status });
  return {
    connectionId: `sample-${system}`,
    owners: [
      { id: '1', name: 'Luis Ortega', active: true },
      { id: '2', name: 'Marta Ruiz', active: true },
    ],
    pipelines: [
      {
        id: 'p',
        name: 'Fleet',
        stages: [
          stage('s1', 'Qualified'),
          stage('s2', 'Demo'),
          stage('s3', 'Proposal'),
          stage('s4', 'Negotiation'),
          stage('s5', 'Won', 'won'),
          stage('s6', 'Lost', 'lost'),
        ],
      },
    ],
    fetchedAt: now,
  };
}
