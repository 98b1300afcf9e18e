/** From a byte up to, not including, another. */
export type Span = readonly [from: number, to: number];

/** Bytes of a segment that come in as they are asked for. */
export interface Reading {
  /** Are they all there? */
  has(span: Span): boolean;
  /** Resolves when they are; rejects as whoever reads them does. */
  need(spans: readonly Span[]): Promise<void>;
}

/** Bytes were to be looked at that nobody has waited for: a mistake of ours, which must not become a wrong answer. */
export class UnreadError extends Error {
  override readonly name = 'UnreadError';
}

/** Work that may have to wait for bytes: yields what it waits for, and goes on when that is there. */
export type Steps<T> = Generator<() => Promise<void>, T, void>;

/** Does work for which everything is there. @throws UnreadError otherwise */
export function atOnce<T>(steps: Steps<T>): T {
  const { done, value } = steps.next();
  if (!done) throw new UnreadError();
  return value;
}

/** Does work, waiting where it must. */
export async function inSteps<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await value();
  }
}
