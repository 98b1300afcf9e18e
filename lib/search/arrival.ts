import { type Part, type Sections, spanOf } from './layout.ts';
import { type Reading, type Span, type Steps, UnreadError } from './reading.ts';

/** Read at a time of what nobody waits for. */
const STRETCH_BYTES = 1_000_000;

/** How much of a segment is there. Its header is from the beginning. */
export class Arrival {
  readonly #sections: Sections;
  readonly #bytes: number;
  /** Absent when all is there. */
  #reading: Reading | undefined;
  #readTo = 0;

  constructor(sections: Sections, bytes: number, reading: Reading | undefined) {
    this.#sections = sections;
    this.#bytes = bytes;
    this.#reading = reading;
  }

  /** Is something still to be read? */
  get isPartial(): boolean {
    return this.#reading !== undefined;
  }

  /** Waits for these parts. */
  *needs(...parts: readonly Part[]): Steps<void> {
    if (this.#reading) yield* this.#spans(parts.map((part) => spanOf(this.#sections, part)));
  }

  /** Waits for these records, as they are shown. */
  *needsRecords(records: readonly number[]): Steps<void> {
    if (!this.#reading || records.length === 0) return;
    yield* this.needs('shown');
    yield* this.#spans(records.map((record) => this.#spanOf(record)));
  }

  /** @throws UnreadError unless the part is there */
  mustHave(part: Part): void {
    if (this.#reading?.has(spanOf(this.#sections, part)) === false) throw new UnreadError();
  }

  /** @throws UnreadError unless the record is there as it is shown */
  mustHaveRecord(record: number): void {
    if (!this.#reading) return;
    this.mustHave('shown');
    if (!this.#reading.has(this.#spanOf(record))) throw new UnreadError();
  }

  /** Reads a further stretch. Rejects as the reading does. */
  async readMore(): Promise<void> {
    const to = Math.min(this.#readTo + STRETCH_BYTES, this.#bytes);
    await this.#reading?.need([[this.#readTo, to]]);
    this.#readTo = to;
    if (to === this.#bytes) this.#reading = undefined;
  }

  *#spans(spans: readonly Span[]): Steps<void> {
    const reading = this.#reading;
    const missing = reading ? spans.filter((span) => !reading.has(span)) : [];
    if (reading && missing.length > 0) yield () => reading.need(missing);
  }

  #spanOf(record: number): Span {
    const { recordStarts } = this.#sections;
    const [start] = spanOf(this.#sections, 'records');
    return [start + (recordStarts[record] as number), start + (recordStarts[record + 1] as number)];
  }
}
