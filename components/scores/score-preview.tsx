import { useLiveQuery } from 'dexie-react-hooks';
import { ArrowRight } from 'lucide-react';
import type { Dossier, Settings } from '../../lib/model/dossier.ts';
import { leadFacts, modelWith, type ScoreWeights, scoreLead } from '../../lib/scoring/index.ts';
import { connections, dossier, recentCustomers } from '../../lib/store/reading.ts';
import { factsOf } from '../customer/facts.ts';
import { Avatar } from '../shell/avatar.tsx';
import { useWords } from '../words/use-words.ts';
import { bandOf } from './ring.tsx';

const CUSTOMERS = 8;
const NO_DICTIONARIES = new Map<string, never>();

interface Props {
  now: ScoreWeights | undefined;
  then: ScoreWeights | undefined;
  rules: Settings['mergeRules'];
}

/** The customers opened last, with their score as it is and as it would be. */
export function ScorePreview({ now, then, rules }: Props) {
  const { t } = useWords();
  const customers = useLiveQuery(async () => {
    const [known, recent] = await Promise.all([connections(), recentCustomers(CUSTOMERS)]);
    const all = await Promise.all(recent.map(({ dossier: key }) => dossier(key)));
    return all.flatMap((each) => {
      const facts = each && factsOf(each, { connections: known, dictionaries: NO_DICTIONARIES }, each.anchor, rules);
      return each && facts ? [{ key: each.key, name: facts.name, kind: each.kind, facts: factsFor(each, facts) }] : [];
    });
  }, [rules]);
  return (
    <section aria-labelledby="score-preview" className="min-w-0 rounded-3 border border-line-strong p-4">
      <h2 id="score-preview" className="mb-2 text-3">
        {t('scoring.preview')}
      </h2>
      {customers?.length === 0 && <p className="text-text-muted">{t('scoring.nobody')}</p>}
      <ul>
        {customers?.map(({ key, name, kind, facts }) => {
          const [before, after] = [now, then].map((weights) => scoreLead(facts, modelWith(weights)).total);
          return (
            <li key={key} className="flex min-h-13 flex-wrap items-center gap-x-3 py-1">
              <Avatar name={name} kind={kind} small />
              <span className="bidi min-w-18 flex-1">{name}</span>
              {after === undefined ? (
                <span className="ms-auto text-1 text-text-muted">{t('score.not-enough')}</span>
              ) : (
                <span className="ms-auto flex shrink-0 items-center gap-2">
                  <span className="text-text-muted tabular-nums">{Math.round(before ?? 0)}</span>
                  <ArrowRight className="size-4 shrink-0 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
                  <span className="sr-only">{t('scoring.becomes')}</span>
                  <span className="font-strong tabular-nums">{Math.round(after)}</span>
                  <span className="min-w-14 text-1 text-text-muted">{t(bandOf(after))}</span>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function factsFor({ parts }: Dossier, facts: NonNullable<ReturnType<typeof factsOf>>) {
  const told = parts.some(({ answeredAt }) => answeredAt !== undefined);
  return leadFacts({
    records: [...facts.own, ...facts.companies].map(({ record }) => record),
    ...(told && { activities: parts.flatMap(({ activities }) => activities) }),
    asOf: Math.floor(Date.now() / 60_000) * 60_000,
  });
}
