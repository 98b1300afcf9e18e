import * as v from 'valibot';

/**
 * Parts of schemas that never fail: a member that is missing, renamed or of another type than usual falls back to undefined, so
 * what is valid in a vendor's answer is kept.
 */

/** A text with something in it, trimmed. */
export const text = v.fallback(v.optional(v.pipe(v.string(), v.trim(), v.minLength(1))), undefined);

/** A truth value. */
export const flag = v.fallback(v.optional(v.boolean()), undefined);

/** An id as text; a number is believed only while it is exact. */
export const plainId = v.pipe(
  v.union([v.pipe(v.string(), v.trim(), v.minLength(1)), v.pipe(v.number(), v.safeInteger())]),
  v.transform(String),
);

/** Anything, to be looked at later. */
export const unread = v.optional(v.unknown());

/** An object with at least these members; whatever is no object counts as an empty one. */
export const open = <T extends v.ObjectEntries>(entries: T) =>
  v.pipe(
    v.unknown(),
    v.transform((raw) => (typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? raw : {})),
    v.looseObject(entries),
  );

/** An object that may be missing: then all its own members are. */
export const nested = <T extends v.ObjectEntries>(entries: T) => v.optional(open(entries), {});
