import { describe, expect, it } from 'vitest';
import type { ConnectionInfo } from './connection.ts';
import type { Dossier, LinkedRecord, TabState } from './dossier.ts';
import { openRecord } from './open-record.ts';
import type { RecordRef } from './records.ts';
import { targetRefs } from './targets.ts';

const ref = (id: string, object: RecordRef['object'] = 'contact'): RecordRef => ({
  system: 'hubspot',
  account: '1',
  object,
  native: 'x',
  id,
});
const linked = (id: string, link: LinkedRecord['link'], probability?: number, object?: RecordRef['object']): LinkedRecord => ({
  record: { kind: 'person', ref: ref(id, object), name: id, emails: [], phones: [], links: [], custom: {} },
  link,
  ...(probability !== undefined && { probability }),
});
const dossier = (records: LinkedRecord[]): Dossier => ({
  key: 'k',
  kind: 'person',
  anchor: ref('1'),
  openedAt: 1,
  parts: [{ connectionId: 'c', state: 'answered', askedAt: 1, records, activities: [], hasMore: false }],
});

describe('targetRefs', () => {
  it('gives the anchor and the open deal when both are of that connection', () => {
    const known = dossier([linked('9', 'related', undefined, 'deal'), linked('1', 'anchor'), linked('2', 'same', 0.99)]);
    expect(targetRefs(known, 'c', ref('9', 'deal'))).toEqual([ref('1'), ref('9', 'deal')]);
  });
  it('gives one record when an account holds the person twice', () => {
    expect(targetRefs(dossier([linked('2', 'same', 0.96), linked('3', 'same', 0.99)]), 'c')).toEqual([ref('3')]);
  });
  it('gives nothing when the person is only maybe known or not asked', () => {
    expect(targetRefs(dossier([linked('2', 'maybe', 0.7)]), 'c', ref('2'))).toEqual([]);
    expect(targetRefs(dossier([]), 'other')).toEqual([]);
  });
});

describe('openRecord', () => {
  const state: TabState = {
    page: { kind: 'record', record: { system: 'pipedrive', object: 'deal', native: 'deal', id: '5', host: 'app.pipedrive.com' } },
    via: 'url',
    connectionId: 'c',
    at: 1,
  };
  const connection = { id: 'c', system: 'pipedrive', account: 'acme' } as ConnectionInfo;
  it('takes the account of the connection when the URL does not tell', () => {
    expect(openRecord(state, [connection])?.ref).toEqual({ system: 'pipedrive', account: 'acme', object: 'deal', native: 'deal', id: '5' });
  });
  it('is undefined when the account is not connected or there is no record', () => {
    expect(openRecord(state, [])).toBeUndefined();
    expect(openRecord({ ...state, page: { kind: 'crm', system: 'pipedrive' } }, [connection])).toBeUndefined();
  });
});
