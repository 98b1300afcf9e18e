import type { Limits } from '../systems/contract.ts';

const TENTHS = 10;

/** Requests booked in one tenth of a window; tenths are numbered from the epoch. */
interface Booked {
  tenth: number;
  count: number;
}

/**
 * Lets no more than `limits.requests` go in any span of `limits.windowMs`, wherever it begins: all at once when nothing went before, and never
 * a second burst behind the first, which a refilling bucket would allow. Counted by tenths, so it asks for up to a tenth more patience
 * than needed.
 */
export class RequestWindow {
  readonly #most: number;
  readonly #tenthMs: number;
  #booked: Booked[];

  constructor({ requests, windowMs }: Pick<Limits, 'requests' | 'windowMs'>, booked: readonly Booked[] = []) {
    this.#most = requests;
    this.#tenthMs = windowMs / TENTHS;
    this.#booked = [...booked];
  }

  /** The moment (epoch ms) the next request may go; not before the ones already booked. */
  nextAt(now: number): number {
    let tenth = Math.max(this.#tenthOf(now), this.#booked.at(-1)?.tenth ?? 0);
    while (this.#within(tenth) >= this.#most) tenth += 1;
    return Math.max(now, tenth * this.#tenthMs);
  }

  /** Takes a place at that moment. */
  book(at: number): void {
    const tenth = this.#tenthOf(at);
    this.#booked = this.#booked.filter((each) => each.tenth >= tenth - TENTHS);
    const last = this.#booked.at(-1);
    if (last?.tenth === tenth) last.count += 1;
    else this.#booked.push({ tenth, count: 1 });
  }

  isHalfFull(at: number): boolean {
    return this.#within(this.#tenthOf(at)) * 2 > this.#most;
  }

  toJSON(): Booked[] {
    return structuredClone(this.#booked);
  }

  #tenthOf(at: number): number {
    return Math.floor(at / this.#tenthMs);
  }

  #within(tenth: number): number {
    return this.#booked.filter((each) => each.tenth >= tenth - TENTHS && each.tenth <= tenth).reduce((sum, { count }) => sum + count, 0);
  }
}
