import { expect } from 'vitest';
import { SystemError } from '../lib/systems/contract.ts';

/** Runs a verb that must fail, and hands over the failure. Anything but a SystemError fails the test. */
export async function failure(promise: Promise<unknown> | undefined): Promise<SystemError> {
  const outcome = await Promise.resolve(promise).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`expected a failure, got ${JSON.stringify(outcome.value)?.slice(0, 300)}`);
  if (!(outcome.error instanceof SystemError)) throw new Error('expected a SystemError', { cause: outcome.error });
  return outcome.error;
}

/** What a failure tells, without what it leaves open; none of it may hold the token `canary-token`. */
export async function toldBy(promise: Promise<unknown>): Promise<Partial<SystemError>> {
  const thrown = await failure(promise);
  expect(JSON.stringify([thrown, thrown.message, thrown.stack])).not.toContain('canary-token');
  const { kind, code, status, retryAfterMs, field } = thrown;
  return Object.fromEntries(Object.entries({ kind, code, status, retryAfterMs, field }).filter(([, value]) => value !== undefined));
}
