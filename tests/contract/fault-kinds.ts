import type { ErrorKind } from '../../lib/systems/contract.ts';

/** What a read has to make of each fault. HTML depends on its status and is tried apart. */
export const READ_FAULTS: readonly [fault: string, kind: ErrorKind][] = [
  ['rate-limit', 'rate-limit'],
  ['server-error', 'unavailable'],
  ['truncated', 'protocol'],
  ['expired-token', 'auth'],
  ['lost-answer', 'unavailable'],
  ['refused', 'unavailable'],
];
