import { browser } from './browser.ts';

const MARK = 'kept';

/** A count and nothing else: pages' scripts of ours could read where it lies. */
export interface Mark {
  /** Entries that wait to be sent. */
  waiting: number;
}

/** The mark beside the databases, in storage that the browser clears by other rules: it tells when they are gone. */
export async function readMark(): Promise<Mark | undefined> {
  return (await browser.storage.local.get(MARK))[MARK] as Mark | undefined;
}

/** Sets the mark, or takes it away. */
export async function setMark(mark: Mark | undefined): Promise<void> {
  if (mark) await browser.storage.local.set({ [MARK]: mark });
  else await browser.storage.local.remove(MARK);
}
