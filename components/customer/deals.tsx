import { Plus } from 'lucide-react';
import type { Dossier } from '../../lib/model/dossier.ts';
import { Button } from '../shell/button.tsx';
import { SkeletonRows } from '../shell/skeleton.tsx';
import { useWords } from '../words/use-words.ts';
import type { Around } from './context.ts';
import { DealCard } from './deal-card.tsx';
import type { CustomerFacts } from './facts.ts';
import { Nothing } from './nothing.tsx';

interface DealsProps {
  dossier: Dossier;
  facts: CustomerFacts;
  around: Around;
  isComplete: boolean;
  /** Opens the form for a new one; absent where no system takes one. */
  onNew?: (() => void) | undefined;
}

/** Deals of every system, each in its own currency. */
export function Deals({ dossier, facts, around, isComplete, onNew }: DealsProps) {
  const { t } = useWords();
  return (
    <div className="flex flex-col gap-3 py-3">
      {facts.deals.map((held) => (
        <DealCard key={`${held.connectionId}/${held.record.ref.id}`} held={held} around={around} />
      ))}
      {!isComplete && <SkeletonRows count={2} />}
      {isComplete && facts.deals.length === 0 && (
        <Nothing dossier={dossier} around={around} right="read:deal" title="deals.empty-title" sentence="deals.empty" />
      )}
      {onNew && (
        <Button look="quiet" small className="self-start" onClick={onNew}>
          <Plus className="size-3.5" strokeWidth={2} aria-hidden="true" />
          {t('menu.new-deal')}
        </Button>
      )}
    </div>
  );
}
