import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { RecordRef } from '../../lib/model/records.ts';
import { recordKey } from '../../lib/model/records.ts';
import { useHost } from '../host.tsx';

const FRESH_FOR_MS = 30_000;

/**
 * Has the open record made fresh: when it opens, when the panel gets focus again after half a minute, and on demand.
 * `askAgain` is the rep's own wish: every system is asked, however young its answer, signed-out ones too.
 */
export function useFresh(tabId: number, record: RecordRef | undefined, person: RecordRef | undefined) {
  const host = useHost();
  const about = [record, person].map((ref) => (ref ? recordKey(ref) : '')).join(' ');
  // What the rep insisted on, until it was answered: a retry after a lost answer insists as well.
  const insisted = useRef<string>(undefined);
  const query = useQuery({
    queryKey: ['fresh', tabId, record && recordKey(record), person && recordKey(person)],
    queryFn: async () => {
      const force = insisted.current === about;
      const found = await host.makeFresh({ tabId, ...(person && { person }), ...(force && { force }) });
      if (force) insisted.current = undefined;
      return found;
    },
    enabled: record !== undefined,
    staleTime: FRESH_FOR_MS,
    // The worker retries its requests itself. A lost answer means that the worker was stopped: asking starts it anew, and
    // what it had stored arrives through the live query anyway.
    retry: 2,
    retryDelay: 500,
    refetchOnWindowFocus: true,
  });
  const askAgain = () => {
    insisted.current = about;
    void query.refetch();
  };
  return { query, askAgain };
}
