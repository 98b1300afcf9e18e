import { expect, it } from 'vitest';
import { placeOn } from './stages.ts';

const stage = (id: string, status: 'open' | 'won' | 'lost') => ({ id, name: id, status });
const BOARDS = [
  { id: 'a', name: 'A', stages: [stage('won', 'won'), stage('new', 'open'), stage('next', 'open')] },
  { id: 'b', name: 'B', stages: [stage('b1', 'open')] },
  { id: 'c', name: 'C', stages: [stage('c1', 'lost')] },
];

it.each([
  [{}, { pipelineId: 'a', stageId: 'new' }],
  [{ pipelineId: 'b' }, { pipelineId: 'b', stageId: 'b1' }],
  [{ stageId: 'next' }, { pipelineId: 'a', stageId: 'next' }],
  [{ pipelineId: 'c' }, { pipelineId: 'c', stageId: undefined }],
  [{ pipelineId: 'gone' }, undefined],
  [{ stageId: 'gone' }, undefined],
])('placeOn puts a new deal where %j asks for it', (named, place) => {
  expect(placeOn(BOARDS, named)).toEqual(place);
});

it('placeOn knows no place when there is no board', () => {
  expect(placeOn([])).toBeUndefined();
});
