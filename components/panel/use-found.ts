import { useCallback, useEffect, useState } from 'react';
import type { CustomerSummary } from '../../lib/model/dossier.ts';
import type { FoundRecord } from '../../lib/model/found.ts';
import { useHost } from '../host.tsx';

/** What was found for which words. */
export interface Found {
  query: string;
  records: readonly FoundRecord[];
}

/** Longer ones say nothing more. */
const QUERY_LIMIT = 200;

/**
 * What the cache holds for these words. The last answer stays until the next one is there, and an answer that was overtaken by another
 * question is dropped. `latest`: the customers opened last; when they change, the cache has changed, and the question is asked anew.
 * `hasFailed`: the worker did not answer, not even when asked again.
 */
export function useFound(
  query: string,
  limit: number,
  latest: readonly CustomerSummary[] | undefined,
): { found: Found | undefined; hasFailed: boolean; askAgain: () => void } {
  const host = useHost();
  const [found, setFound] = useState<Found>();
  const [failed, setFailed] = useState<string>();
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` and `latest` ask the same question once more.
  useEffect(() => {
    if (query === '') {
      setFound(undefined);
      setFailed(undefined);
      return;
    }
    // The first list is no change; it is there before anybody has typed a word.
    if (!latest) return;
    let isCurrent = true;
    const asked = query.slice(0, QUERY_LIMIT);
    // A worker that was stopped in the midst of it answers the second time.
    host
      .search(asked, limit)
      .catch(() => host.search(asked, limit))
      .then(
        (records) => {
          if (!isCurrent) return;
          setFound({ query, records });
          setFailed(undefined);
        },
        () => isCurrent && setFailed(query),
      );
    return () => {
      isCurrent = false;
    };
  }, [host, query, limit, round, latest]);
  const askAgain = useCallback(() => setRound((before) => before + 1), []);
  return { found: query === '' ? undefined : found, hasFailed: failed === query && query !== '', askAgain };
}
