/*
 * A fill waits for the disk and for encryption, page after page. What is to be done beside it, and need not be done at once, is done in these
 * lulls, a step in each; all at once where somebody waits for it.
 */

let waiting = 0;
let step: (() => boolean) | undefined;

/**
 * Does work in lulls and answers what it returns. One at a time. There may be no lull for long: who cannot wait for them calls
 * `withoutLulls`.
 */
export function inLulls<T>(steps: Generator<undefined, T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  step = () => {
    try {
      const { done, value } = steps.next();
      if (done) resolve(value);
      return done === true;
    } catch (error) {
      reject(error);
      return true;
    }
  };
  if (waiting > 0) finish();
  return promise;
}

/** Here is one. */
export function lull(): void {
  if (step?.()) step = undefined;
}

/** Awaits what may depend on such work: until then all of it is done at once. */
export async function withoutLulls<T>(task: () => Promise<T>): Promise<T> {
  waiting += 1;
  finish();
  try {
    return await task();
  } finally {
    waiting -= 1;
  }
}

function finish(): void {
  while (step) lull();
}
