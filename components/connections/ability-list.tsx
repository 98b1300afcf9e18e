import { CircleAlert, CircleCheck, CircleMinus } from 'lucide-react';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { Ability } from './words.ts';
import { abilities, missingWords } from './words.ts';

const TITLES: Record<Ability['group'], MessageId> = { see: 'ability.see', log: 'ability.log', change: 'ability.change' };

interface Props {
  can: readonly string[];
  missing: readonly { what: string; code: string }[];
  /** What the vendor's API offers at best. */
  offered: readonly string[];
}

/** What will work and what will not, in the rep's words, by what she does: see, log, change. Then why. */
export function AbilityList({ can, missing, offered }: Props) {
  const { t, format } = useWords();
  return (
    <div className="flex flex-col gap-3">
      <dl className="flex flex-col gap-2">
        {abilities(t, can, offered).map(({ group, can: works, cannot }) => (
          <div key={group} className="flex flex-wrap gap-x-3">
            <dt className="w-24 shrink-0 font-medium">{t(TITLES[group])}</dt>
            <dd className="flex min-w-40 flex-1 flex-col gap-0.5">
              {works.length > 0 && (
                <span className="flex gap-2">
                  <CircleCheck className="mt-0.5 size-4 shrink-0 text-good" strokeWidth={1.65} aria-hidden="true" />
                  <span>{format.list(works)}</span>
                </span>
              )}
              {cannot.length > 0 && (
                <span className="flex gap-2 text-text-muted">
                  <CircleMinus className="mt-0.5 size-4 shrink-0 text-warn" strokeWidth={1.65} aria-hidden="true" />
                  <span>{t('ability.not', { what: format.list(cannot) })}</span>
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {missing.length > 0 && (
        <ul className="flex flex-col gap-1 text-1">
          {missing.map((each) => (
            <li key={`${each.code} ${each.what}`} className="flex gap-2">
              <CircleAlert className="size-4 shrink-0 text-warn" strokeWidth={1.65} aria-hidden="true" />
              <span className="bidi">{missingWords(t, each)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
