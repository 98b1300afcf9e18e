import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { LeadScore, ScoreWeights } from '../../lib/scoring/index.ts';
import type { CustomerFacts } from '../customer/facts.ts';

type Scoring = typeof import('../../lib/scoring/index.ts');

/** A chunk of its own: the name is painted before it is there, the number a moment later in the place kept for it. */
let scoring: Scoring | undefined;
const loading = import('../../lib/scoring/index.ts').then((module) => {
  scoring = module;
  return module;
});

/** How good a lead she is, by what is known; undefined until it has been reckoned. */
export function useLeadScore(now: Dossier, factsNow: CustomerFacts | undefined, weights: ScoreWeights | undefined): LeadScore | undefined {
  // A frame after the facts themselves: to reckon takes as long as to merge them.
  const soon = useMemo(() => factsNow && { dossier: now, facts: factsNow }, [now, factsNow]);
  const due = useDeferredValue(soon, undefined);
  // Never the last customer's beside the next one's name.
  const about = due?.dossier.key === now.key ? due : undefined;
  const [reckon, setReckon] = useState<Scoring | undefined>(scoring);
  useEffect(() => {
    if (!reckon) void loading.then((module) => setReckon(module));
  }, [reckon]);
  // To the minute: the score of one customer does not flicker between two frames.
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  return useMemo(() => reckon && about && scoreOf(reckon, about.dossier, about.facts, weights, minute), [reckon, about, weights, minute]);
}

function scoreOf(
  { leadFacts, modelWith, scoreLead }: Scoring,
  dossier: Dossier,
  facts: CustomerFacts,
  weights: ScoreWeights | undefined,
  asOf: number,
): LeadScore {
  const told = dossier.parts.some((part) => part.answeredAt !== undefined);
  return scoreLead(
    leadFacts({
      records: [...facts.own, ...facts.companies].map(({ record }) => record),
      ...(told && { activities: dossier.parts.flatMap((part) => part.activities) }),
      asOf,
    }),
    modelWith(weights),
  );
}
