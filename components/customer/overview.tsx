import { ChevronDown } from 'lucide-react';
import { Fragment, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { ObjectMapping } from '../../lib/model/mapping.ts';
import { AfterFrame } from '../shell/after-frame.ts';
import { SkeletonRows } from '../shell/skeleton.tsx';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import type { Around } from './context.ts';
import type { CustomerFacts } from './facts.ts';
import { Nothing } from './nothing.tsx';
import { type Fact, overviewFacts } from './overview-facts.tsx';
import { inPlace, steadyOrder } from './steady.ts';

const MaybeSame = lazyPiece(() => import('./maybe-same.tsx').then((module) => module.MaybeSame));
const Pinned = lazyPiece(() => import('./pinned.tsx').then((module) => module.Pinned));

/** So many are read at a glance; the rest is one press away. */
const AT_A_GLANCE = 7;
const QUESTIONS: readonly Fact['question'][] = ['owes', 'reach', 'deals', 'spoke', 'company'];
/** So long the last groups wait for every system: until after the slow ones have been named, which is when nobody waits for them any more. */
const PATIENCE_MS = 6000;
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
  const now = useNow(60_000, facts);
  const all = useMemo(() => overviewFacts(facts, around, { t, format, now }), [facts, around, t, format, now]);
  // Of one customer, for as long as she is looked at: nothing that is being read moves when another system answers.
  const seen = useRef<{ look: string; order: string[]; asksOnTop: boolean; isFirst: boolean }>(undefined);
  const look = `${dossier.key} ${useLooks()}`;
  const asks = facts.maybe.length + facts.ruled.length > 0;
  if (seen.current?.look !== look) seen.current = { look, order: [], asksOnTop: asks, isFirst: isFirstLook(dossier) };
  const { asksOnTop, isFirst } = seen.current;
  const waits = !useIsLong(dossier.key) && isFirst && !isComplete;
  const glance = (waits ? all.filter(({ id }) => inPlace(id)) : all).slice(0, AT_A_GLANCE);
  const rest = waits ? [] : all.slice(AT_A_GLANCE);
  const order = steadyOrder(seen.current.order, byQuestion(glance));
  seen.current.order = order;
  const maybe = asks && (
    // On top it pushes nothing down when it is loaded: about the height of one question stands there at once.
    <Suspense fallback={asksOnTop && <div className="mt-3 h-58 rounded-3 border border-line-strong" />}>
      <MaybeSame key={dossier.key} anchor={dossier.anchor} facts={facts} around={around} />
    </Suspense>
  );
  return (
    <div>
      {asksOnTop && maybe}
      <Groups facts={order.flatMap((id) => glance.find((fact) => fact.id === id) ?? [])} />
      {!waits && mappings.some(({ pins }) => pins.length > 0) && (
        <Suspense>
          <Pinned facts={facts} mappings={mappings} around={around} />
        </Suspense>
      )}
      {rest.length > 0 && (
        <details key={dossier.key} className="group/more border-line border-t">
          <summary className="flex min-h-row cursor-pointer items-center gap-3 text-text-muted hover:text-text">
            <ChevronDown className="size-4 shrink-0 group-open/more:rotate-180" strokeWidth={1.65} aria-hidden="true" />
            {t('overview.more', { n: rest.length })}
          </summary>
          <AfterFrame>
            <Groups facts={byQuestion(rest).flatMap((id) => rest.find((fact) => fact.id === id) ?? [])} />
          </AfterFrame>
        </details>
      )}
      {!asksOnTop && maybe}
      {/* New ones below each fact that comes: bars that are pushed down would be a jump of their own. */}
      {!isComplete && <SkeletonRows key={order.length} count={2} />}
      {isComplete && !all.some(({ id }) => TELLING.test(id)) && <Nothing dossier={dossier} around={around} sentence="overview.empty" />}
    </div>
  );
}

/** No system has told of her before: what there is has come since they were asked. */
function isFirstLook({ parts }: Dossier): boolean {
  return parts.every(({ state, askedAt, answeredAt }) => state === 'asking' && (answeredAt === undefined || answeredAt >= askedAt));
}

/** Whether a customer has been looked at for longer than she is waited for. */
function useIsLong(key: string): boolean {
  const [long, setLong] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setLong(key), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return long === key;
}

/** How often the rep has looked away: what could not stand in its order while it was read, stands there when it is looked at again. */
function useLooks(): number {
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    const turn = () => document.visibilityState === 'hidden' && setLooks((before) => before + 1);
    document.addEventListener('visibilitychange', turn);
    return () => document.removeEventListener('visibilitychange', turn);
  }, []);
  return looks;
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
  // A deal's row keeps nothing of its own: the next customer's deals are written into the same rows.
  const keyOf = (fact: Fact | undefined, at: number) => (fact?.question === 'deals' ? at : fact?.id);
  return runs.map((run, nth) => (
    <ul
      key={keyOf(run[0], nth)}
      className="relative py-2 before:absolute before:end-0 before:start-7 before:top-0 before:border-line before:border-t first-of-type:before:hidden"
    >
      {run.map((fact, at) => (
        <Fragment key={keyOf(fact, at)}>{fact.row}</Fragment>
      ))}
    </ul>
  ));
}
