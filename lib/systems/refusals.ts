import type { ErrorKind } from './contract.ts';
import { SystemError } from './contract.ts';

/** What this API has. @throws SystemError `invalid` with code `unsupported` where it has no such thing. */
export function supported<T>(found: T | undefined): T {
  if (found === undefined) throw new SystemError('invalid', { code: 'unsupported' });
  return found;
}

/**
 * The answer, or `instead` where the vendor refuses it for one of these reasons: what a user may not see is not there for her, what is
 * gone was perhaps meant to go. Any other failure is thrown.
 */
export async function unless<T, U>(answer: Promise<T>, kinds: ErrorKind | readonly ErrorKind[], instead: U): Promise<T | U> {
  return answer.catch((error: unknown) => {
    if (error instanceof SystemError && kinds.includes(error.kind)) return instead;
    throw error;
  });
}
