// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { FeedState, SyncChoice } from '../../lib/model/sync.ts';
import { saveFeed } from '../../lib/store/feeds.ts';
import { wipe } from '../../tests/engine/bench.ts';
import type { OptionsHost } from '../connections/connectable.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { standingOf } from './standing.ts';
import { SyncLine } from './sync-line.tsx';

await needWords('later');

const CAN = ['changes', 'timeline', 'read:contact', 'read:deal', 'read:product'] as const;
const connection = (sync?: SyncChoice) => ({ id: 'c', can: [...CAN], state: 'ok', ...(sync && { sync }) }) as unknown as ConnectionInfo;
const feed = (object: FeedState['object'], more: Partial<FeedState> = {}): FeedState => ({
  connectionId: 'c',
  object,
  rows: 100,
  nextAt: 0,
  attempts: 0,
  ...more,
});
const full = { filledAt: 1, doneAt: 5, nextAt: 9 };

function show(sync?: SyncChoice) {
  const chosen: SyncChoice[] = [];
  const host = { chooseSync: async (_id: string, choice: SyncChoice) => chosen.push(choice) } as unknown as OptionsHost;
  render(
    <I18nProvider i18n={i18n}>
      <ul>
        <SyncLine host={host} connection={connection(sync)} name="HubSpot" />
      </ul>
    </I18nProvider>,
  );
  return chosen;
}

beforeEach(wipe);
afterEach(cleanup);

describe('standingOf', () => {
  const all = connection({ scope: 'all' });

  it.each([
    ['nothing followed', connection(), [], { kind: 'off' }],
    ['just chosen', all, [], { kind: 'filling', records: 0, lists: 0, done: 0 }],
    ['one of two lists read', all, [feed('contact', full), feed('deal')], { kind: 'filling', records: 200, lists: 2, done: 1 }],
    ['all read', all, [feed('contact', full), feed('deal', full)], { kind: 'kept', records: 200, doneAt: 5, nextAt: 9 }],
    [
      'a list the vendor does not have',
      all,
      [feed('contact', full), feed('product', { rows: 0, attempts: 3, error: { kind: 'invalid', code: 'unsupported' } })],
      { kind: 'kept', records: 100, doneAt: 5, nextAt: 9 },
    ],
    [
      'the share of the day used',
      all,
      [feed('contact', { error: { kind: 'rate-limit', code: 'sync-share' }, usedPct: 52 })],
      { kind: 'stopped', pct: 52, records: 100 },
    ],
    [
      'a list that fails again and again',
      all,
      [feed('contact', { attempts: 2, error: { kind: 'unavailable' } })],
      { kind: 'failed', error: { kind: 'unavailable' }, records: 100 },
    ],
    ['paused', connection({ scope: 'all', isPaused: true }), [feed('contact')], { kind: 'paused', records: 100 }],
  ] as const)('says the most telling when %s', (_when, info, states, expected) => {
    expect(standingOf(info, states)).toEqual(expected);
  });
});

describe('SyncLine', () => {
  it('says how far the first fill is, with a bar, and pauses it', async () => {
    await saveFeed(feed('contact', full));
    await saveFeed(feed('deal', { rows: 23 }));
    const chosen = show({ scope: 'all' });
    expect(await screen.findByText('123 records read so far; 1 of 2 lists complete')).toBeDefined();
    const bar = screen.getByRole('progressbar', { name: 'Reading HubSpot' });
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['1', '2']);
    fireEvent.click(screen.getByRole('button', { name: 'Pause reading' }));
    expect(chosen).toEqual([{ isPaused: true }]);
  });

  it('is silent while the count runs, and says politely how it ended', async () => {
    await saveFeed(feed('contact', { rows: 23 }));
    show({ scope: 'all' });
    const line = await screen.findByText(/23 records read so far/);
    expect(line.getAttribute('aria-live')).toBe('off');
    await saveFeed(feed('contact', full));
    expect((await screen.findByText('100 records are kept on this computer')).getAttribute('aria-live')).toBe('polite');
  });

  it('says that it stopped, how much is used and what follows', async () => {
    await saveFeed(feed('contact', { error: { kind: 'rate-limit', code: 'sync-share' }, usedPct: 52 }));
    show({ scope: 'all' });
    expect(await screen.findByText('Stopped: 52% of today’s requests to HubSpot are used.')).toBeDefined();
    expect(screen.getByText(/goes on by itself/)).toBeDefined();
  });

  it('takes the scope, the pace of each list the key may read, and the share', async () => {
    const chosen = show({ scope: 'own', pace: { deal: 'live' } });
    fireEvent.click(await screen.findByRole('radio', { name: /The whole CRM/, hidden: true }));
    const list = (name: string) => screen.getByLabelText(`How often: ${name}`);
    expect((list('Deals') as HTMLSelectElement).value).toBe('live');
    fireEvent.change(list('Contacts'), { target: { value: 'day' } });
    fireEvent.change(screen.getByLabelText(/Stop when/), { target: { value: '25' } });
    expect(chosen).toEqual([{ scope: 'all' }, { pace: { deal: 'live', contact: 'day' } }, { sharePct: 25 }]);
    expect(screen.queryByLabelText('How often: Tickets')).toBeNull();
  });

  it('says that only what is opened is kept as long as nothing else was chosen', async () => {
    show();
    expect(await screen.findByText('Only what you open is kept.')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Pause reading' })).toBeNull();
  });
});
