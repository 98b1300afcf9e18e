import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import { wipeAll } from '../engine/privacy.ts';
import { drafts, saveDraft } from './drafts.ts';
import { type Keeper, keepWith, onLockChange } from './keeper.ts';
import { lastKept, whatIsKept } from './kept.ts';
import { dataKey, printKey } from './keys.ts';
import { existingDataKey } from './known-keys.ts';
import { lock, setPassphrase, unlock } from './passphrase.ts';
import { saveSettings } from './settings.ts';
import { getSecret, putSecret } from './vault.ts';

const FEW = 10;

/** As the browser's: who sets what is there already changes nothing, and nobody hears of it. */
class SessionKeeper implements Keeper {
  #held: string | undefined;
  #callbacks = new Set<() => void>();
  /** Runs once, when somebody has just read. */
  afterRead: (() => Promise<void>) | undefined;

  async get() {
    const held = this.#held;
    const { afterRead } = this;
    this.afterRead = undefined;
    await afterRead?.();
    return held;
  }

  async set(bytes: string | undefined) {
    if (bytes === this.#held) return;
    this.#held = bytes;
    await this.announce();
  }

  async announce() {
    for (const callback of this.#callbacks) callback();
  }

  onChange(callback: () => void) {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }
}

let keeper: SessionKeeper;

beforeEach(async () => {
  keeper = new SessionKeeper();
  keepWith(keeper);
  await wipe();
  await saveDraft({ record: 'r', customerName: 'Ana', kind: 'note', text: 'llamar', targets: [], savedAt: 1 });
  await putSecret('c', { token: 'canary' });
});

describe('keys in memory', () => {
  it.each([
    ['data', async () => drafts(), () => dataKey()],
    ['print', async () => printKey(), () => printKey()],
    ['vault', async () => getSecret('c'), () => getSecret('c')],
    ['what may be kept', async () => whatIsKept(), async () => lastKept() ?? Promise.reject({ kind: 'locked' })],
  ])('do not stay when the lock falls while they are being opened: %s', async (_, read, afterwards) => {
    await saveSettings({ neverStore: ['phones'] });
    await printKey();
    await setPassphrase('correct horse', FEW);
    await lock();
    await unlock('correct horse');
    keeper.afterRead = lock;
    await read().catch(() => undefined);
    await expect(afterwards()).rejects.toMatchObject({ kind: 'locked' });
    expect(await existingDataKey()).toBeUndefined();
    await unlock('correct horse');
    expect(await drafts()).toHaveLength(1);
  });

  it('are forgotten in every context when everything is deleted, without a passphrase too', async () => {
    await drafts();
    let heard = 0;
    const stop = onLockChange(() => void heard++);
    await wipeAll(testEngine({ fetch: () => Promise.reject(new TypeError('fetch failed')) }, new TestClock()));
    stop();
    expect(heard).toBeGreaterThan(0);
    expect(await existingDataKey()).toBeUndefined();
  });
});
