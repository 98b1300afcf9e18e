import type { MessageId } from '../words/i18n.ts';

/** Characters of a new passphrase, as the protocol holds it. */
export const SHORTEST = 8;

/** What is wrong with a new passphrase that is typed twice, as far as it is typed; the sentence takes `n`, the least length. */
export function freshProblem(fresh: string, again: string): MessageId | undefined {
  if (fresh !== '' && fresh.length < SHORTEST) return 'pass.short';
  return again !== '' && again !== fresh ? 'pass.differs' : undefined;
}

/** Typed twice, the same, and long enough. */
export function isFreshReady(fresh: string, again: string): boolean {
  return fresh.length >= SHORTEST && again === fresh;
}
