/*
 * How well a unit of a query fits a record, lower is better; a record's cost is the sum over the units. Each tier costs more than
 * the worst of the one before over all units of a query, so that a tier need not be looked at when those before filled the list.
 */

/** The whole name, word for word: one less than its words cost. */
export const NAME_EXACT = 1;
export const NAME_PREFIX = 2;
/** In company, title or address. */
export const OTHER_EXACT = 3;
export const OTHER_PREFIX = 4;
/** A phone number. */
export const PHONE = 4;
/** Added for another spelling of the same sounds. */
export const SPELLING = 50;
/** In the middle of a word. */
export const NAME_INSIDE = 60;
export const OTHER_INSIDE = 61;
/** Added for each edit. */
export const EDIT = 1000;

/** `plain`: as typed · `loose`: in the middle of words, other spellings · `typos`: with edits. */
export const TIERS = ['plain', 'loose', 'typos'] as const;
export type Tier = (typeof TIERS)[number];
/** Fewer bytes are not looked for in the middle of words. */
export const INSIDE_BYTES = 3;
