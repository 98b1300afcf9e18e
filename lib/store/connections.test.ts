import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { wipe } from '../../tests/engine/bench.ts';
import type { ConnectionInfo } from '../model/connection.ts';
import { changeConnectionInfo, dropConnectionInfo, saveConnectionInfo } from './connections.ts';
import { settingsDb } from './databases.ts';
import { connections } from './reading.ts';

const info: ConnectionInfo = {
  id: 'c',
  system: 'hubspot',
  systemName: 'HubSpot',
  mark: 'Hs',
  account: '7',
  userId: '1',
  userName: 'Ana',
  can: [],
  missing: [],
  createdAt: 1,
  state: 'ok',
};

beforeEach(async () => {
  await wipe();
  await saveConnectionInfo(info);
});

const signOut = () => changeConnectionInfo('c', (each) => ({ ...each, state: 'signed-out' }));

describe('a change of a connection', () => {
  it('does not bring back what is removed meanwhile', async () => {
    let removing: Promise<void> | undefined;
    await changeConnectionInfo('c', (each) => {
      removing = dropConnectionInfo('c');
      return { ...each, state: 'signed-out' };
    });
    await removing;
    expect(await settingsDb.connections.count()).toBe(0);
  });

  it('does not bring back what is deleted with everything else meanwhile', async () => {
    const changing = changeConnectionInfo('c', (each) => {
      void settingsDb.connections.clear();
      return { ...each, state: 'signed-out' };
    });
    expect(await changing).toBeUndefined();
    expect(await settingsDb.connections.count()).toBe(0);
  });

  it('does not undo what is saved meanwhile', async () => {
    await Promise.all([signOut(), saveConnectionInfo({ ...info, userName: 'Berta' })]);
    expect(await connections()).toMatchObject([{ userName: 'Berta', state: 'ok' }]);
  });
});
