import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useHost } from '../host.tsx';
import { type Asking, aboutOf } from './asking.ts';
import { useView } from './view-state.ts';

const FRESH_FOR_MS = 30_000;

/** The worker went away before it answered, more than once. */
const LOST = { kind: 'unavailable', code: 'channel-closed' } as const;

const queries = new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } });

/**
 * Has the open record made fresh: when it opens, when the panel gets focus again after half a minute, and on demand. Draws nothing;
 * how it stands is told to the view.
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
  const { data, isError, isFetching, refetch } = useQuery({
    queryKey: ['fresh', about, remembered],
    queryFn: async () => {
      if (!asking) return {};
      const { tabId, person } = asking;
      const force = insisted.current === about;
      const found = await host.makeFresh({ tabId, ...(person && { person }), ...(force && { force }) });
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
  const error = data?.error ?? (isError ? LOST : undefined);
  useEffect(() => {
    if (about === undefined) return;
    const askAgain = () => {
      insisted.current = about;
      void refetch();
    };
    tell({ about, isAsking: isFetching, askAgain, ...(error && { error }) });
  }, [about, isFetching, error, refetch, tell]);
  return null;
}
