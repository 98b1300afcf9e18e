import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useHost } from '../host.tsx';
import { type Asking, aboutOf } from './asking.ts';
import { useView } from './view-state.ts';

const FRESH_FOR_MS = 30_000;
/** So often in a row a record is asked about by itself; then by focus or the rep. */
const MOST_AGAIN = 3;
/** After the end of a wait, so that nobody is a moment early. */
const LATER_MS = 500;

/** The worker went away before it answered, more than once. */
const LOST = { kind: 'unavailable', code: 'channel-closed' } as const;

const queries = new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } });

/**
 * Has the open record made fresh: when it opens, when the panel gets focus again after half a minute, when a wait is over that a system
 * has named, and on demand. Draws nothing; how it stands is told to the view.
 */
export function Freshness({ asking }: { asking: Asking | undefined }) {
  return (
    <QueryClientProvider client={queries}>
      <Query asking={asking} />
    </QueryClientProvider>
  );
}

function Query({ asking }: { asking: Asking | undefined }) {
  const host = useHost();
  const tell = useView((view) => view.tellFreshness);
  const remembered = useView((view) => view.remembered);
  const about = asking && aboutOf(asking);
  // What the rep insisted on, until it was answered: a retry after a lost answer insists as well.
  const insisted = useRef<string>(undefined);
  // How often it was asked by itself, and whether it is now.
  const again = useRef({ times: 0, isNow: false });
  const { data, dataUpdatedAt, isError, isFetching, refetch } = useQuery({
    queryKey: ['fresh', about, remembered],
    queryFn: async () => {
      if (!asking) return {};
      const { tabId, person } = asking;
      const force = insisted.current === about;
      const byItself = again.current.isNow;
      again.current.isNow = false;
      const found = await host.makeFresh({ tabId, ...(person && { person }), ...(force && { force }), ...(byItself && { again: true }) });
      if (force) insisted.current = undefined;
      return found;
    },
    enabled: asking !== undefined,
    staleTime: FRESH_FOR_MS,
    // The worker retries its requests itself. A lost answer means that the worker was stopped: asking starts it anew, and
    // what it had stored arrives through the live query anyway.
    retry: 2,
    retryDelay: 500,
    refetchOnWindowFocus: true,
  });
  const againInMs = data?.againInMs;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each record has its own turns
  useEffect(() => {
    again.current = { times: 0, isNow: false };
  }, [about]);
  useEffect(() => {
    if (againInMs === undefined) return;
    const turns = again.current;
    const ask = () => {
      // Whoever looks elsewhere has it asked by coming back.
      if (turns.times >= MOST_AGAIN || document.visibilityState !== 'visible' || !navigator.onLine) return;
      turns.times += 1;
      turns.isNow = true;
      void refetch().finally(() => {
        turns.isNow = false;
      });
    };
    const timer = setTimeout(ask, Math.max(0, dataUpdatedAt + againInMs - Date.now()) + LATER_MS);
    return () => clearTimeout(timer);
  }, [againInMs, dataUpdatedAt, refetch]);
  const error = data?.error ?? (isError ? LOST : undefined);
  useEffect(() => {
    if (about === undefined) return;
    const askAgain = () => {
      insisted.current = about;
      again.current.times = 0;
      void refetch();
    };
    tell({ about, isAsking: isFetching, askAgain, ...(error && { error }) });
  }, [about, isFetching, error, refetch, tell]);
  return null;
}
