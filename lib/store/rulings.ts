import type { Ruling } from '../model/rulings.ts';
import { settingsDb } from './databases.ts';

/** The row of a pair: whichever record comes first, the same two keys and the same id. */
export function pairOf(one: string, other: string): Pick<Ruling, 'id' | 'a' | 'b'> {
  const [a, b] = one < other ? [one, other] : [other, one];
  return { id: `${a} ${b}`, a, b };
}

/** All answers of the rep, in a fixed order. */
export async function rulings(): Promise<Ruling[]> {
  return settingsDb.rulings.orderBy('id').toArray();
}

/** Remembers whether two records (recordKeys) are one customer; `null` takes the answer back. The worker alone calls this. */
export async function saveRuling(one: string, other: string, same: boolean | null, at: number): Promise<void> {
  const pair = pairOf(one, other);
  if (same === null) await settingsDb.rulings.delete(pair.id);
  else await settingsDb.rulings.put({ ...pair, same, at });
}
