import type { MailAddress } from './addresses.ts';
import { sameCore } from './phone-digits.ts';
import type { CompanyName } from './prepare.ts';
import { isSlip, isUnlike, likeness } from './similarity.ts';

const UNKNOWN = -1;

/** Likeness of two folded texts, -1 when one is missing or they are in scripts that do not compare (東京, Tokyo). */
export function textLikeness(a: string, b: string): number {
  if (a === '' || b === '') return UNKNOWN;
  if (a === b) return 1;
  if (isForeign(a) !== isForeign(b)) return UNKNOWN;
  // What begins otherwise is otherwise, but for a slip right there.
  return a.charCodeAt(0) === b.charCodeAt(0) || isSlip(a, b) ? likeness(a, b) : 0;
}

/** Folded Latin and Cyrillic begin below U+0250. */
function isForeign(folded: string): boolean {
  return folded.charCodeAt(0) > 0x24f;
}

/** How two people's mailboxes agree; every number -1 where it cannot be told. */
export interface MailLikeness {
  /** The common mailbox. */
  same: string | undefined;
  /** 1 the same personal mailbox, 0.95 a slip apart, else the local part's likeness, less at another domain; 0.5 the same shared one. */
  key: number;
  /** Likeness of the local parts. */
  local: number;
  /** 2 one company's domain, 1 one provider, 0 different. */
  domain: number;
  /** How many sides have shared mailboxes alone, and how many have a private one. */
  shared: number;
  free: number;
  /** 1 the same digits, 0 different ones; `ana1` and `ana2` are two people. */
  digits: number;
}

const NO_MAIL: MailLikeness = { same: undefined, key: -1, local: -1, domain: -1, shared: -1, free: -1, digits: -1 };

/** Compares two lists of addresses by their best pair. */
export function mailLikeness(a: readonly MailAddress[], b: readonly MailAddress[]): MailLikeness {
  if (a.length === 0 || b.length === 0) return NO_MAIL;
  const result = { ...NO_MAIL, shared: sharedOnly(a) + sharedOnly(b), free: Number(a.some(isFree)) + Number(b.some(isFree)) };
  for (const one of a) {
    for (const other of b) {
      result.domain = Math.max(result.domain, one.domain !== other.domain ? 0 : one.free ? 1 : 2);
      if (one.shared || other.shared) {
        if (one.key === other.key && (result.key < 0.5 || (result.key === 0.5 && one.key < (result.same ?? ''))))
          Object.assign(result, { key: 0.5, same: one.key });
        continue;
      }
      const local = one.box === other.box ? 1 : isUnlike(one.letters, other.letters) ? 0 : likeness(one.box, other.box);
      const digits = one.digits === '' || other.digits === '' ? UNKNOWN : Number(one.digits === other.digits);
      if (local > result.local || (local === result.local && digits > result.digits)) {
        result.local = local;
        result.digits = digits;
      }
      const key = one.key === other.key ? 1 : isSlip(one.key, other.key) ? 0.95 : local * (one.domain === other.domain ? 0.9 : 0.7);
      const isFirst = key === result.key && key === 1 && one.key < (result.same ?? '');
      if (key <= result.key && !isFirst) continue;
      result.key = key;
      result.same = key === 1 ? one.key : undefined;
    }
  }
  return result;
}

function isFree({ free }: MailAddress): boolean {
  return free;
}

function sharedOnly(mails: readonly MailAddress[]): number {
  return Number(mails.every(({ shared }) => shared));
}

/** 1 the same number, 0.8 a slip apart, 0.7 the same last seven digits, 0 different, -1 unknown. `same`: the common one. */
export function phoneLikeness(a: readonly string[], b: readonly string[]): { likeness: number; same: string | undefined } {
  if (a.length === 0 || b.length === 0) return { likeness: UNKNOWN, same: undefined };
  let best = 0;
  let same = '';
  for (const one of a) {
    for (const other of b) {
      if (sameCore(one, other)) {
        // The longest, then the first by digits: whoever asks.
        const longer = one.length > other.length ? one : other;
        if (longer.length > same.length || (longer.length === same.length && longer < same)) same = longer;
        continue;
      }
      if (best < 0.8 && isSlip(one.slice(-9), other.slice(-9))) best = 0.8;
      else if (best < 0.7 && one.slice(-7) === other.slice(-7)) best = 0.7;
    }
  }
  return same === '' ? { likeness: best, same: undefined } : { likeness: 1, same };
}

/** Likeness of companies' names, legal forms set aside, the best pair of spellings; -1 unknown. `same`: the common key. */
export function companyLikeness(a: readonly CompanyName[], b: readonly CompanyName[]): { likeness: number; same: string | undefined } {
  let best = UNKNOWN;
  for (const one of a) {
    for (const other of b) {
      if (one.script !== other.script) continue;
      if (one.sorted === other.sorted || one.joined === other.joined) return { likeness: 1, same: [one.sorted, other.sorted].sort()[0] };
      best = Math.max(best, isUnlike(one.letters, other.letters) ? 0 : likeness(one.sorted, other.sorted) * 0.97);
    }
  }
  return { likeness: best, same: undefined };
}

/** Share of common words of two addresses, the better pair; numbers count double. -1 unknown. */
export function addressLikeness(a: readonly (readonly string[])[], b: readonly (readonly string[])[]): number {
  let best = UNKNOWN;
  for (const one of a) {
    for (const other of b) {
      if (one.length === 0 || other.length === 0) continue;
      const share =
        one.length < other.length
          ? shareWithin(one, other)
          : other.length < one.length
            ? shareWithin(other, one)
            : Math.min(shareWithin(one, other), shareWithin(other, one));
      best = Math.max(best, share);
    }
  }
  return best;
}

function shareWithin(short: readonly string[], long: readonly string[]): number {
  let common = 0;
  let total = 0;
  for (const word of short) {
    const weight = /^\d/.test(word) ? 2 : 1;
    total += weight;
    if (long.includes(word)) common += weight;
    else if (word.length > 3 && long.some((each) => isSlip(word, each))) common += weight * 0.8;
  }
  return common / total;
}

/** 1 a common id, 0.5 one kind of id a slip apart, 0 one kind of id and different, -1 nothing to compare. */
export function idLikeness(a: readonly string[], b: readonly string[]): number {
  let best = UNKNOWN;
  for (const one of a) {
    for (const other of b) {
      if (one === other) return 1;
      const at = one.indexOf('=') + 1;
      if (at === 0 || one.slice(0, at) !== other.slice(0, at)) continue;
      best = Math.max(best, isSlip(one, other) ? 0.5 : 0);
    }
  }
  return best;
}
