const CLOCK = /^(\d{1,4}):(\d{2})(?::(\d{2}))?$/;

/** The parts of a clock's text (`h:mm`, `h:mm:ss`) as numbers; undefined for anything else. */
export function clockParts(value: unknown): number[] | undefined {
  const match = typeof value === 'string' ? CLOCK.exec(value.trim()) : null;
  return match?.slice(1).flatMap((part: string | undefined) => (part === undefined ? [] : [Number(part)]));
}

/** Undefined instead of NaN and infinity: what `Date.parse` says of no moment. */
export function finite(at: number): number | undefined {
  return Number.isFinite(at) ? at : undefined;
}
