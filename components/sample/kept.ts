/** Remembered by this page's own origin: closing the panel does not end the sample. */
const KEPT = 'sidelight-sample';

/** Did the rep ask for sample data, and has not removed it? */
export function isSampleKept(): boolean {
  try {
    return localStorage.getItem(KEPT) === '1';
  } catch {
    return false;
  }
}

/** Remembers or forgets it. */
export function keepSample(on: boolean): void {
  try {
    if (on) localStorage.setItem(KEPT, '1');
    else localStorage.removeItem(KEPT);
  } catch {
    // Switched off in this browser: the sample ends with the panel.
  }
}
