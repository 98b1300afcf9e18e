import { type FeedObject, type FeedState, SYNC_PACES, type SyncPace } from '../../lib/model/sync.ts';
import { errorWords } from '../errors/words.ts';
import { useWords } from '../words/use-words.ts';
import { LIST_WORDS, PACE_WORDS } from './words.ts';

interface Props {
  object: FeedObject;
  /** Absent as long as it was never asked for. */
  state: FeedState | undefined;
  pace: SyncPace;
  name: string;
  onPace: (pace: SyncPace) => void;
}

/** One list: how far it was read, and how often it is asked for. */
export function ListRow({ object, state, pace, name, onPace }: Props) {
  const { t } = useWords();
  const list = t(LIST_WORDS[object]);
  const isTrouble = state?.error && state.error.code !== 'sync-share';
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line p-2 not-first:border-t">
      <span className="min-w-32 flex-1">
        {list}
        {state && pace !== 'never' && (
          <span className="block text-1 text-text-muted">
            {isTrouble && state.error
              ? t(errorWords(state.error).sentence, { system: name, field: state.error.field ?? '' })
              : t(state.filledAt === undefined ? 'sync.list-filling' : 'sync.list-kept', { n: state.rows })}
          </span>
        )}
      </span>
      <select
        aria-label={t('sync.pace', { list })}
        className="min-h-control rounded border border-line-control bg-surface px-2.5"
        value={pace}
        onChange={(event) => onPace(event.target.value as SyncPace)}
      >
        {SYNC_PACES.map((each) => (
          <option key={each} value={each}>
            {t(PACE_WORDS[each])}
          </option>
        ))}
      </select>
    </li>
  );
}
