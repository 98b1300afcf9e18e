/**
 * Statuses whose answers have no body. Chromium hands out a stream for them all the same, and then refuses to make such an
 * answer anew. Source: Fetch Standard, "null body status".
 */
const EMPTY_ANSWERS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** Has this answer nothing to read? */
export function isEmpty({ status, body }: Response): boolean {
  return body === null || EMPTY_ANSWERS.has(status);
}
