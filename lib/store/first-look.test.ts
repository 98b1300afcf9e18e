import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../model/connection.ts';
import type { CustomerSummary, TabState } from '../model/dossier.ts';
import { type RecordRef, recordKey } from '../model/records.ts';
import { saveConnectionInfo } from './connections.ts';
import { cacheDb, outboxDb, settingsDb } from './databases.ts';
import { answerPart, askParts, saveHead, saveOpening } from './dossiers.ts';
import { firstLook } from './first-look.ts';
import { passKeeper } from './keeper.ts';
import { forgetDataKey } from './keys.ts';
import { lock, setPassphrase } from './passphrase.ts';
import { recentCustomers } from './reading.ts';

const ana: RecordRef = { system: 'hubspot', account: '4471209', object: 'contact', native: '0-1', id: '7' };
const key = recordKey(ana);
const summary: CustomerSummary = {
  dossier: key,
  kind: 'person',
  anchor: ana,
  name: 'Ана Перес',
  title: 'Head of Purchasing',
  companyName: 'Llantas Norte',
  emails: [],
  phones: [],
  connectionIds: ['c1'],
  openedAt: 5,
};
const connection: ConnectionInfo = {
  id: 'c1',
  system: 'hubspot',
  systemName: 'HubSpot',
  mark: 'Hs',
  account: '4471209',
  userId: '1',
  userName: 'Marta',
  can: [],
  missing: [],
  createdAt: 1,
  state: 'ok',
};

/** A tab that shows a HubSpot contact. */
function tabOn(id: string): TabState {
  const record = { system: 'hubspot', object: 'contact', native: '0-1', id, account: '4471209', host: 'app.hubspot.com' } as const;
  return { page: { kind: 'record', record }, via: 'url', connectionId: 'c1', at: 1 };
}

async function anaIsKnown(): Promise<void> {
  for (const db of [cacheDb, outboxDb, settingsDb]) await db.open();
  await saveConnectionInfo(connection);
  await saveHead({ key, kind: 'person', anchor: ana, openedAt: 5, summary });
  await saveOpening({ record: key, dossier: key, people: [{ ref: ana, name: summary.name }], at: 5 });
}

beforeEach(async () => {
  forgetDataKey();
  for (const db of [cacheDb, outboxDb, settingsDb]) await db.delete();
});

describe('firstLook', () => {
  it('sees the head the reading side sees when the record was opened before', async () => {
    await anaIsKnown();
    expect(await firstLook(tabOn('7'))).toEqual({ isLocked: false, customer: (await recentCustomers(1))[0] });
  });

  it('finds the customer by a member when the record itself was never opened', async () => {
    await anaIsKnown();
    const other = recordKey({ ...ana, id: '8' });
    await askParts(key, ['c1'], 5);
    await answerPart(
      { dossier: key, connectionId: 'c1', askedAt: 5, answeredAt: 6, state: 'answered', members: [key, other] },
      { records: [], activities: [], hasMore: false },
    );
    expect(await firstLook(tabOn('8'))).toMatchObject({ customer: summary });
  });

  it('sees nobody when the record is unknown, and makes no database when there is none', async () => {
    expect(await firstLook(tabOn('7'))).toEqual({ isLocked: false });
    expect(await indexedDB.databases()).toEqual([]);
    await anaIsKnown();
    expect(await firstLook(tabOn('9'))).toEqual({ isLocked: false });
    expect(await firstLook(undefined)).toEqual({ isLocked: false });
    expect(await firstLook({ ...tabOn('7'), connectionId: 'gone' })).toEqual({ isLocked: false });
  });

  it('knows that the store is locked, shows nobody, and her again when it is unlocked', async () => {
    await anaIsKnown();
    await setPassphrase('correct horse', 10);
    const bytes = (await passKeeper().get()) ?? expect.fail('not unlocked');
    await lock();
    expect(await firstLook(tabOn('7'))).toEqual({ isLocked: true });
    expect(await firstLook(undefined)).toEqual({ isLocked: true });
    expect(await firstLook(tabOn('7'), bytes)).toEqual({ isLocked: false, customer: summary });
    expect(await firstLook(tabOn('7'), '00'.repeat(32))).toEqual({ isLocked: false });
  });

  it('sees nobody when a row was tampered with', async () => {
    await anaIsKnown();
    const row = await cacheDb.dossiers.get(key);
    if (row) await cacheDb.dossiers.put({ ...row, sealed: row.sealed.map((byte) => byte ^ 1) as typeof row.sealed });
    expect(await firstLook(tabOn('7'))).toEqual({ isLocked: false });
  });
});
