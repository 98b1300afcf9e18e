import { ChevronDown } from 'lucide-react';
import { Fragment, Suspense, useMemo } from 'react';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { ObjectMapping } from '../../lib/model/mapping.ts';
import { SkeletonRows } from '../shell/skeleton.tsx';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import type { Around } from './context.ts';
import type { CustomerFacts } from './facts.ts';
import { Nothing } from './nothing.tsx';
import { type Fact, overviewFacts } from './overview-facts.tsx';

const MaybeSame = lazyPiece(() => import('./maybe-same.tsx').then((module) => module.MaybeSame));
const Pinned = lazyPiece(() => import('./pinned.tsx').then((module) => module.Pinned));

/** So many are read at a glance; the rest is one press away. */
const AT_A_GLANCE = 7;
const QUESTIONS: readonly Fact['question'][] = ['owes', 'reach', 'deals', 'spoke', 'company'];
/** Without any of these there is nothing to say. */
const TELLING = /^(email|phone|deal .*|last|late)$/;

interface Props {
  dossier: Dossier;
  mappings: readonly ObjectMapping[];
  facts: CustomerFacts;
  around: Around;
  /** Systems still to answer: empty blocks say nothing until then. */
  isComplete: boolean;
}

/** The facts that matter to the next minute, grouped by question; then what the rep has pinned, then the rest on demand. */
export function Overview({ dossier, facts, mappings, around, isComplete }: Props) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  const all = useMemo(() => overviewFacts(facts, around, { t, format, now }), [facts, around, t, format, now]);
  const rest = all.slice(AT_A_GLANCE);
  return (
    <div>
      {facts.maybe.length + facts.ruled.length > 0 && (
        <Suspense>
          <MaybeSame key={dossier.key} anchor={dossier.anchor} facts={facts} around={around} />
        </Suspense>
      )}
      <Groups facts={all.slice(0, AT_A_GLANCE)} />
      {mappings.some(({ pins }) => pins.length > 0) && (
        <Suspense>
          <Pinned facts={facts} mappings={mappings} around={around} />
        </Suspense>
      )}
      {rest.length > 0 && (
        <details className="group/more border-line border-t">
          <summary className="flex min-h-row cursor-pointer items-center gap-3 text-text-muted hover:text-text">
            <ChevronDown className="size-4 shrink-0 group-open/more:rotate-180" strokeWidth={1.65} aria-hidden="true" />
            {t('overview.more', { n: rest.length })}
          </summary>
          <Groups facts={rest} />
        </details>
      )}
      {!isComplete && <SkeletonRows count={2} />}
      {isComplete && !all.some(({ id }) => TELLING.test(id)) && <Nothing dossier={dossier} around={around} sentence="overview.empty" />}
    </div>
  );
}

/** Hairlines between questions, inset to the text edge. */
function Groups({ facts }: { facts: readonly Fact[] }) {
  return QUESTIONS.map((question) => {
    const rows = facts.filter((fact) => fact.question === question);
    return rows.length === 0 ? null : (
      <ul
        key={question}
        className="relative py-2 before:absolute before:end-0 before:start-7 before:top-0 before:border-line before:border-t first-of-type:before:hidden"
      >
        {rows.map(({ id, row }) => (
          <Fragment key={id}>{row}</Fragment>
        ))}
      </ul>
    );
  });
}
