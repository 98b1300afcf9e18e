import { Suspense, useRef, useState } from 'react';
import type { DealRecord } from '../../lib/model/records.ts';
import { useChange } from '../actions/change.tsx';
import { Button } from '../shell/button.tsx';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useWords } from '../words/use-words.ts';
import type { Around } from './context.ts';
import type { Held } from './facts.ts';
import { pipelineOf } from './stage-strip.tsx';

const DealEdit = lazyPiece(() => import('./deal-edit.tsx').then((module) => module.DealEdit));

/** One step on, or any stage, amount, close date and owner: only what this deal's system can be told. */
export function DealChange({ held, around }: { held: Held<DealRecord>; around: Around }) {
  const { t } = useWords();
  const scope = useChange();
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    button.current?.focus();
  };
  const { record, connectionId } = held;
  if (!scope) return null;
  const canStage = scope.whyNot(connectionId, 'stage') === undefined;
  const canEdit = ['stage', 'field', 'owner'].some((kind) => scope.whyNot(connectionId, kind as 'stage') === undefined);
  if (!canEdit) return null;
  const next = canStage && record.status === 'open' ? nextStage(around, held) : undefined;
  return (
    <div className="mt-1 flex flex-col gap-2">
      <div className="-me-2.5 flex flex-wrap items-center justify-end gap-2">
        <Button look="quiet" small ref={button} aria-expanded={editing} onClick={() => setEditing(!editing)}>
          {t('deal.edit')}
        </Button>
        {next && (
          <Button
            look="text"
            small
            onClick={() =>
              void scope.change({
                kind: 'stage',
                stageId: next.id,
                ...(next.pipelineId && { pipelineId: next.pipelineId }),
                on: [record.ref],
              })
            }
          >
            {t('deal.move-to', { stage: next.name })}
          </Button>
        )}
      </div>
      {editing && (
        <Suspense>
          <DealEdit held={held} around={around} onDone={close} />
        </Suspense>
      )}
    </div>
  );
}

/** The open stage after the deal's own. */
function nextStage(around: Around, held: Held<DealRecord>): { id: string; name: string; pipelineId?: string } | undefined {
  const pipeline = pipelineOf(around, held);
  const open = pipeline?.stages.filter(({ status }) => status === 'open') ?? [];
  const at = open.findIndex(({ id }) => id === held.record.stageId);
  const next = at < 0 ? undefined : open[at + 1];
  return next && pipeline && { id: next.id, name: next.name, pipelineId: pipeline.id };
}
