import { BLOCK_LIMIT, blockKeys } from './blocking.ts';
import { probabilityOf } from './compare.ts';
import { contextOf } from './crowd.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { MatchRecord } from './types.ts';

/** A crowd made ready for asking who of it a new record is. */
export interface RecordIndex {
  readonly size: number;
  /** Who the record may be, best first; pairs less probable than `least` (default 0.4) are left out. Reads the index only. */
  match(record: MatchRecord, least?: number): { id: string; probability: number }[];
  /** Adds a record; how common names and phones are stays as counted at the start. */
  add(record: MatchRecord): void;
}

/**
 * Indexes records by the keys that two of one person or company share. Building is linear (about 60 µs a record); a question
 * costs the records that share a telling key, not the size of the crowd.
 */
export function indexRecords(records: readonly MatchRecord[], options: { defaultCountry?: string } = {}): RecordIndex {
  const prepared = records.map((record) => prepare(record, options.defaultCountry));
  const context = contextOf(prepared, options.defaultCountry);
  const blocks = new Map<string, number[]>();

  function enter(record: Prepared, at: number): void {
    for (const key of blockKeys(record)) {
      const block = blocks.get(key);
      if (block) block.push(at);
      else blocks.set(key, [at]);
    }
  }
  for (const [at, record] of prepared.entries()) enter(record, at);

  return {
    get size() {
      return prepared.length;
    },
    match(record, least = 0.4) {
      const asked = prepare(record, options.defaultCountry);
      const near = new Set<number>();
      for (const key of blockKeys(asked)) {
        const block = blocks.get(key);
        if (block && block.length <= BLOCK_LIMIT) for (const at of block) near.add(at);
      }
      return [...near]
        .map((at) => prepared[at] as Prepared)
        .filter((other) => other.id !== asked.id)
        .map((other) => ({ id: other.id, probability: probabilityOf(asked, other, context) }))
        .filter(({ probability }) => probability >= least)
        .sort((a, b) => b.probability - a.probability || (a.id < b.id ? -1 : 1));
    },
    add(record) {
      const added = prepare(record, options.defaultCountry);
      prepared.push(added);
      enter(added, prepared.length - 1);
    },
  };
}
