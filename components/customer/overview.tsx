import { ChevronDown } from 'lucide-react';
import { Fragment, Suspense, useMemo, useRef } from 'react';
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
import { steadyOrder } from './steady.ts';

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
  const glance = all.slice(0, AT_A_GLANCE);
  const rest = all.slice(AT_A_GLANCE);
  // Of one customer, for as long as she is looked at: nothing that is being read moves when another system answers.
  const seen = useRef<{ key: string; order: string[]; asksOnTop: boolean }>(undefined);
  const asks = facts.maybe.length + facts.ruled.length > 0;
  if (seen.current?.key !== dossier.key) seen.current = { key: dossier.key, order: byQuestion(glance), asksOnTop: asks };
  const { asksOnTop } = seen.current;
  const order = steadyOrder(
    seen.current.order,
    glance.map(({ id }) => id),
  );
  seen.current.order = order;
  const maybe = asks && (
    <Suspense>
      <MaybeSame key={dossier.key} anchor={dossier.anchor} facts={facts} around={around} />
    </Suspense>
  );
  return (
    <div>
      {asksOnTop && maybe}
      <Groups facts={order.flatMap((id) => glance.find((fact) => fact.id === id) ?? [])} />
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
          <Groups facts={byQuestion(rest).flatMap((id) => rest.find((fact) => fact.id === id) ?? [])} />
        </details>
      )}
      {!asksOnTop && maybe}
      {!isComplete && <SkeletonRows count={2} />}
      {isComplete && !all.some(({ id }) => TELLING.test(id)) && <Nothing dossier={dossier} around={around} sentence="overview.empty" />}
    </div>
  );
}

/** Facts of one question stand together. */
function byQuestion(facts: readonly Fact[]): string[] {
  return QUESTIONS.flatMap((question) => facts.filter((fact) => fact.question === question).map(({ id }) => id));
}

/** Hairlines between questions, inset to the text edge. */
function Groups({ facts }: { facts: readonly Fact[] }) {
  const runs: Fact[][] = [];
  for (const fact of facts) {
    const last = runs.at(-1);
    if (last?.[0]?.question === fact.question) last.push(fact);
    else runs.push([fact]);
  }
  return runs.map((run) => (
    <ul
      key={run[0]?.id}
      className="relative py-2 before:absolute before:end-0 before:start-7 before:top-0 before:border-line before:border-t first-of-type:before:hidden"
    >
      {run.map(({ id, row }) => (
        <Fragment key={id}>{row}</Fragment>
      ))}
    </ul>
  ));
}
