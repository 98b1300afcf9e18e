import { useQuery } from '@tanstack/react-query';
import type { RecordRef } from '../../lib/model/records.ts';
import { recordKey } from '../../lib/model/records.ts';
import { useHost } from '../host.tsx';

const FRESH_FOR_MS = 30_000;

/** Has the open record made fresh: when it opens, when the panel gets focus again after half a minute, and on demand. */
export function useFresh(tabId: number, record: RecordRef | undefined, person: RecordRef | undefined) {
  const host = useHost();
  return useQuery({
    queryKey: ['fresh', tabId, record && recordKey(record), person && recordKey(person)],
    queryFn: () => host.makeFresh({ tabId, ...(person && { person }) }),
    enabled: record !== undefined,
    staleTime: FRESH_FOR_MS,
    // The worker retries its requests itself. A lost answer means that the worker was stopped: asking starts it anew, and
    // what it had stored arrives through the live query anyway.
    retry: 2,
    retryDelay: 500,
    refetchOnWindowFocus: true,
  });
}
