import { SEGMENT_LIMIT } from './entry.ts';

/** The best few records of a segment: cost × 2^20 + record, ascending. */
export class Best {
  readonly codes: number[] = [];

  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What a code must be below to come in. */
  get worst(): number {
    return this.codes.length < this.#limit ? Number.POSITIVE_INFINITY : (this.codes[this.codes.length - 1] as number);
  }

  /** Takes a record in, once, at its lowest cost. The code must be below `worst`. */
  add(code: number): void {
    const { codes } = this;
    const record = code % SEGMENT_LIMIT;
    const before = codes.findIndex((each) => each % SEGMENT_LIMIT === record);
    if (before >= 0) {
      if ((codes[before] as number) <= code) return;
      codes.splice(before, 1);
    }
    let at = codes.length;
    while (at > 0 && (codes[at - 1] as number) > code) at -= 1;
    codes.splice(at, 0, code);
    if (codes.length > this.#limit) codes.pop();
  }
}
