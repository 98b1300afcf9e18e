import type { Pipeline } from './contract.ts';

/**
 * Where a new deal is put: the pipeline that was named, or that has the stage that was named, or the first; its first open stage, where
 * none was named. Undefined without such a pipeline.
 */
export function placeOn(
  pipelines: readonly Pipeline[],
  { pipelineId, stageId }: { pipelineId?: string | undefined; stageId?: string | undefined } = {},
): { pipelineId: string; stageId: string | undefined } | undefined {
  const holds = ({ id, stages }: Pipeline) => (stageId ? stages.some((stage) => stage.id === stageId) : id === (pipelineId ?? id));
  const board = pipelines.find(holds);
  return board && { pipelineId: board.id, stageId: stageId ?? board.stages.find(({ status }) => status === 'open')?.id };
}
