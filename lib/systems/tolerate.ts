import { type ErrorKind, SystemError } from './contract.ts';

/** For `catch`: what is answered in place of failures of these kinds; every other failure stays one. */
export function orElse<T>(instead: T, ...kinds: readonly ErrorKind[]): (error: unknown) => T {
  return (error) => {
    if (error instanceof SystemError && kinds.includes(error.kind)) return instead;
    throw error;
  };
}
