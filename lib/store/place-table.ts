/** Where a record lies. `stamp`: when it was last changed, by the vendor's clock (0 = unknown); below 0: it is gone, since -stamp. */
export interface PlaceOfRecord {
  chunk: number;
  slot: number;
  stamp: number;
}

/** A chunk holds at most so many rows. */
export const CHUNK_ROWS = 100;
/** Free room for slots in one number: a chunk's id times this, plus the slot. */
const SLOTS = 128;
const FULL = 0.8;
const SMALLEST = 1024;

/**
 * Hash of a record's key → where its newest version lies: three numbers a record in flat buffers, 24 bytes, because a Map of
 * 100,000 strings would cost ten times that. Open addressing with linear steps; nothing is ever removed, a table with leftovers is read
 * anew.
 */
export class PlaceTable {
  #hashes = new Float64Array(SMALLEST);
  #stamps = new Float64Array(SMALLEST);
  #spots = new Float64Array(SMALLEST);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(hash: number): PlaceOfRecord | undefined {
    const at = this.#find(hash);
    if (this.#hashes[at] !== hash) return undefined;
    const spot = this.#spots[at] ?? 0;
    return { chunk: Math.floor(spot / SLOTS), slot: spot % SLOTS, stamp: this.#stamps[at] ?? 0 };
  }

  /** Is this the newest version of the record? */
  isAt(hash: number, chunk: number, slot: number): boolean {
    const at = this.#find(hash);
    return this.#hashes[at] === hash && this.#spots[at] === chunk * SLOTS + slot;
  }

  /** A version in a later chunk, or later in the same one, takes the place of an earlier one; an earlier one changes nothing. */
  set(hash: number, { chunk, slot, stamp }: PlaceOfRecord): void {
    if (this.#size >= this.#hashes.length * FULL) this.#grow();
    const at = this.#find(hash);
    const spot = chunk * SLOTS + slot;
    if (this.#hashes[at] === hash) {
      if ((this.#spots[at] ?? 0) > spot) return;
    } else {
      this.#size += 1;
      this.#hashes[at] = hash;
    }
    this.#stamps[at] = stamp;
    this.#spots[at] = spot;
  }

  /** How many newest versions lie in each chunk. */
  countByChunk(): Map<number, number> {
    const counts = new Map<number, number>();
    for (let at = 0; at < this.#hashes.length; at++) {
      if (this.#hashes[at] === 0) continue;
      const chunk = Math.floor((this.#spots[at] ?? 0) / SLOTS);
      counts.set(chunk, (counts.get(chunk) ?? 0) + 1);
    }
    return counts;
  }

  /** The slot of the hash, or the free one where it would go. */
  #find(hash: number): number {
    const mask = this.#hashes.length - 1;
    let at = (hash % 0x1_0000_0000) & mask;
    for (;;) {
      const there = this.#hashes[at];
      if (there === hash || there === 0) return at;
      at = (at + 1) & mask;
    }
  }

  #grow(): void {
    const [hashes, stamps, spots] = [this.#hashes, this.#stamps, this.#spots];
    const length = hashes.length * 2;
    [this.#hashes, this.#stamps, this.#spots] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
    for (let from = 0; from < hashes.length; from++) {
      const hash = hashes[from] ?? 0;
      if (hash === 0) continue;
      const at = this.#find(hash);
      this.#hashes[at] = hash;
      this.#stamps[at] = stamps[from] ?? 0;
      this.#spots[at] = spots[from] ?? 0;
    }
  }
}

/**
 * 53 bits of a record's key, never 0. Not secret: the buffers it lies in are sealed. Two keys of a million share one with a likelihood
 * of 6e-5; whoever reads a record compares the whole key.
 * Source: "cyrb53" (public domain), after MurmurHash3's mixing.
 */
export function hashOf(key: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0) || 1;
}
