// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecordRef } from '../../lib/model/records.ts';
import { type Host, HostProvider } from '../host.tsx';
import { Freshness } from './freshness.tsx';
import { useView } from './view-state.ts';

type Asked = Parameters<Host['makeFresh']>[0];
type Answer = Awaited<ReturnType<Host['makeFresh']>>;

let tabs = 0;

/** The panel on a record; what the worker answers, one after the other, the last for ever. */
function show(...answers: Answer[]) {
  const asked: Asked[] = [];
  const makeFresh = async (request: Asked): Promise<Answer> => {
    asked.push(request);
    return answers[Math.min(asked.length, answers.length) - 1] ?? {};
  };
  // Answers are kept by tab and record.
  tabs += 1;
  const record: RecordRef = { system: 'hubspot', account: '1', object: 'contact', native: '0-1', id: String(tabs) };
  render(
    <HostProvider host={{ makeFresh } as unknown as Host}>
      <Freshness asking={{ tabId: tabs, record }} />
    </HostProvider>,
  );
  return asked;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('Freshness', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    useView.setState({ ...useView.getInitialState() });
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('asks again by itself once the wait is over that a system has named, and says that nobody did', async () => {
    const asked = show({ dossier: 'd', againInMs: 20_000 }, { dossier: 'd' });
    await pass(19_900);
    expect(asked).toHaveLength(1);
    await pass(2_000);
    expect(asked.map(({ again, force }) => [again, force])).toEqual([
      [undefined, undefined],
      [true, undefined],
    ]);
    await pass(3_600_000);
    expect(asked).toHaveLength(2);
  });

  it('gives up after three times when waits are named again and again, until the rep asks', async () => {
    const asked = show({ dossier: 'd', againInMs: 5_000 });
    await pass(600_000);
    expect(asked).toHaveLength(4);
    useView.getState().freshness?.askAgain();
    await pass(600_000);
    expect(asked.slice(4).map(({ again, force }) => [again, force])).toEqual([
      [undefined, true],
      [true, undefined],
      [true, undefined],
      [true, undefined],
    ]);
  });

  it.each([
    ['hidden', () => vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')],
    ['offline', () => vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)],
  ])('asks nothing when the panel is %s as the wait ends', async (_name, away) => {
    const asked = show({ dossier: 'd', againInMs: 20_000 });
    await pass(1_000);
    away();
    await pass(600_000);
    expect(asked).toHaveLength(1);
  });

  it('asks nothing when the record was left before the wait ended', async () => {
    const asked = show({ dossier: 'd', againInMs: 20_000 });
    await pass(1_000);
    cleanup();
    await pass(600_000);
    expect(asked).toHaveLength(1);
  });
});
