import { HOUR, MINUTE } from '../../../components/sample/rows.ts';
import type { FeedObject, FeedState, SyncChoice } from '../../../lib/model/sync.ts';
import { saveFeed } from '../../../lib/store/feeds.ts';
import type { Scene, Scenes } from '../stage.tsx';
import type { World } from '../world.ts';
import { calm, down } from './worlds.ts';

type Feeds = Partial<Record<FeedObject, Partial<FeedState>>>;

/** One connection that can be followed, with lists that stand so. */
function following(sync: SyncChoice | undefined, feeds: Feeds = {}): World {
  const world = calm();
  const [first] = world.connections;
  if (!first) return world;
  return {
    ...world,
    connections: [{ ...first, can: [...first.can, 'changes', 'read:ticket', 'read:product'], ...(sync && { sync }) }],
    async more() {
      for (const [object, state] of Object.entries(feeds) as [FeedObject, Partial<FeedState>][])
        await saveFeed({ connectionId: first.id, object, rows: 0, nextAt: 0, attempts: 0, ...state });
    },
  };
}

const line = (sync?: SyncChoice, feeds?: () => Feeds): Scene => ({
  world: () => following(sync, feeds?.()),
  hash: 'connections',
  ready: 'main li .bg-surface-sunken button',
});
const dialog = (sync?: SyncChoice, feeds?: () => Feeds): Scene => ({
  ...line(sync, feeds),
  play: (hands) => hands.click('main li .bg-surface-sunken button:last-of-type'),
  ready: 'dialog[open]',
});

const read = (rows: number): Partial<FeedState> => {
  const now = Date.now();
  return { rows, filledAt: now - 5 * HOUR, doneAt: now - 2 * MINUTE, nextAt: now + 13 * MINUTE };
};
const allRead = (): Feeds => ({
  contact: read(12_480),
  company: read(3_204),
  deal: read(842),
  ticket: read(77),
  product: read(1),
  activity: read(98_312),
});
const amid = (): Feeds => ({
  contact: read(12_480),
  company: { rows: 1_200 },
  deal: { attempts: 3, error: down },
  ticket: { attempts: 3, error: { kind: 'forbidden' } },
  product: { attempts: 3, error: { kind: 'invalid', code: 'unsupported' } },
});

/** What is kept of a system in the background, by name. */
export const SYNC: Scenes = {
  'sync-off': line(),
  'sync-filling': line({ scope: 'all' }, () => ({ contact: read(12_480), company: { rows: 1_200 }, deal: {} })),
  'sync-kept': line({ scope: 'own' }, allRead),
  'sync-paused': line({ scope: 'all', isPaused: true }, allRead),
  'sync-stopped': line({ scope: 'all' }, () => ({
    contact: { rows: 4_000, usedPct: 52, error: { kind: 'rate-limit', code: 'sync-share' } },
  })),
  'sync-failed': line({ scope: 'all' }, amid),
  'sync-dialog': dialog(),
  'sync-dialog-kept': dialog({ scope: 'all', pace: { deal: 'live', product: 'never' }, sharePct: 75 }, allRead),
  'sync-dialog-failed': dialog({ scope: 'all' }, amid),
};
