import type { Dossier } from '../../lib/model/dossier.ts';
import { SkeletonRows } from '../shell/skeleton.tsx';
import type { Around } from './context.ts';
import { DealCard } from './deal-card.tsx';
import type { CustomerFacts } from './facts.ts';
import { Nothing } from './nothing.tsx';

interface DealsProps {
  dossier: Dossier;
  facts: CustomerFacts;
  around: Around;
  isComplete: boolean;
}

/** Deals of every system, each in its own currency. */
export function Deals({ dossier, facts, around, isComplete }: DealsProps) {
  return (
    <div className="flex flex-col gap-3 py-3">
      {facts.deals.map((held) => (
        <DealCard key={`${held.connectionId}/${held.record.ref.id}`} held={held} around={around} />
      ))}
      {!isComplete && <SkeletonRows count={2} />}
      {isComplete && facts.deals.length === 0 && (
        <Nothing dossier={dossier} around={around} right="read:deal" title="deals.empty-title" sentence="deals.empty" />
      )}
    </div>
  );
}
