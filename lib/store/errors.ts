/**
 * `locked`: no key · `storage`: quota, blocked upgrade, evicted · `tampered`: a sealed value does not open · `never-log`: the rep has
 * said that nothing is written about this customer.
 */
export type StoreErrorKind = 'locked' | 'storage' | 'tampered' | 'never-log';

/** What the store throws besides Dexie's own errors. Holds no content of a row. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, details: { cause?: unknown } = {}) {
    super(kind, details);
    this.kind = kind;
  }
}
