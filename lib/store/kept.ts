import { namesIn } from '../model/never-store.ts';
import { type Mark, Marks } from './forgotten.ts';
import { lockTurn, onLockChange } from './keeper.ts';
import { FORGOTTEN, sealedSettings } from './settings.ts';

/** What may be kept at all: no fields the rep never wants here (in lower case), nothing of people she has forgotten. */
export interface Kept {
  never: ReadonlySet<string>;
  forgotten: Marks;
}

let last: { by: readonly unknown[]; kept: Kept } | undefined;

onLockChange(() => {
  last = undefined;
});

/**
 * Has to be asked before anything is cached. The same object as long as nothing of it has changed.
 * @throws StoreError `tampered`, `locked`: nobody can tell what must not be kept
 */
export async function whatIsKept(): Promise<Kept> {
  const turn = lockTurn();
  const by = await sealedSettings<string[], Mark[]>('neverStore', FORGOTTEN);
  const [never, marks] = by;
  if (last?.by[0] === never && last?.by[1] === marks && last) return last.kept;
  const kept = { never: namesIn(never), forgotten: new Marks(marks ?? []) };
  if (turn === lockTurn()) last = { by, kept };
  return kept;
}

/** The last answer, for whoever begins before the next is there and compares afterwards. */
export function lastKept(): Kept | undefined {
  return last?.kept;
}
