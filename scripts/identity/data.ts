import { existsSync, readFileSync } from 'node:fs';
import type { MatchRecord } from '../../lib/identity/types.ts';

/** Where the benchmark sets lie, if they do. */
export const FOLDER = new URL('../../../shared/data/matching/', import.meta.url).pathname;

/** Records of one benchmark set with the entity of each. */
export interface DataSet {
  name: string;
  records: MatchRecord[];
  entity: ReadonlyMap<string, string>;
}

export function hasData(): boolean {
  return existsSync(`${FOLDER}crm-cross/records.jsonl`);
}

export function loadSet(name: string): DataSet {
  const lines = (file: string) => readFileSync(`${FOLDER}${name}/${file}`, 'utf8').trim().split('\n');
  return {
    name,
    records: lines('records.jsonl').map((line): MatchRecord => JSON.parse(line)),
    entity: new Map(
      lines('truth.csv')
        .slice(1)
        .map((line) => line.trim().split(',') as [string, string]),
    ),
  };
}

/** How many pairs are true: two records of one entity. */
export function truePairs({ records, entity }: DataSet): number {
  return [...Map.groupBy(records, ({ id }) => entity.get(id)).values()].reduce((sum, { length }) => sum + pairsOf(length), 0);
}

export function pairsOf(size: number): number {
  return (size * (size - 1)) / 2;
}
