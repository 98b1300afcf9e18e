import type { DealRecord, Pipeline } from '../../lib/model/records.ts';
import { useWords } from '../words/use-words.ts';
import type { Around } from './context.ts';
import type { Held } from './facts.ts';

/** The deal's pipeline as far as the connection's dictionary knows it. */
export function pipelineOf(around: Around, { record, connectionId }: Held<DealRecord>): Pipeline | undefined {
  const pipelines = around.dictionaries.get(connectionId)?.pipelines ?? [];
  return (
    pipelines.find((each) => each.id === record.pipelineId) ??
    pipelines.find((each) => each.stages.some((stage) => stage.id === record.stageId))
  );
}

/** The stage's name: the vendor's own word, else its id. */
export function stageName(around: Around, held: Held<DealRecord>): string | undefined {
  const stage = pipelineOf(around, held)?.stages.find((each) => each.id === held.record.stageId);
  return held.record.stageName ?? stage?.name ?? held.record.stageId;
}

/** One bar per open stage, filled up to the deal's. Absent where the pipeline is not known. */
export function StageStrip({ around, held }: { around: Around; held: Held<DealRecord> }) {
  const { t } = useWords();
  const stages = (pipelineOf(around, held)?.stages ?? []).filter((stage) => stage.status === 'open');
  const at = stages.findIndex((stage) => stage.id === held.record.stageId);
  if (stages.length < 2 || (at < 0 && held.record.status === 'open')) return null;
  const filled = held.record.status === 'won' ? stages.length : at + 1;
  return (
    <div role="img" aria-label={t('deal.stage-of', { n: filled, all: stages.length })} className="my-1.5 flex gap-1">
      {stages.map((_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: bars are all alike, and the next deal's take their places.
          key={index}
          className={`h-1 flex-1 forced-color-adjust-none rounded-full border-b-4 ${index < filled ? 'border-chart-1 bg-chart-1' : 'border-ring-track bg-ring-track'}`}
        />
      ))}
    </div>
  );
}
