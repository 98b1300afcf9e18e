import { compactRecords } from '../../store/compaction.ts';
import type { Engine } from '../context.ts';
import { tidySearch } from '../search.ts';

/** Steps of merging at one time: the rest can wait for the next. */
const MOST = 25;

/** For when nothing is due: merges chunks in which little is left, then pieces of the search index. Any step may be the last. */
export async function tidyRecords(engine: Pick<Engine, 'now'>): Promise<void> {
  for (let step = 0; step < MOST && (await compactRecords(engine.now())); step++);
  await tidySearch();
}
