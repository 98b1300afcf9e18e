/*
 * Where the bytes that a passphrase gives lie while the store is unlocked: in memory that all our contexts share and that ends with the
 * browser (`storage.session`), never on disk. Handed in, so that a test in Node needs no browser.
 */

/** Holds one text (hexadecimal) for all contexts of this browser run. */
export interface Keeper {
  get(): Promise<string | undefined>;
  /** `undefined` = lock. */
  set(bytes: string | undefined): Promise<void>;
  /** Tells all contexts that the keys they hold are gone, although nothing was set: everything was deleted. */
  announce(): Promise<void>;
  /** Calls back whenever any context has set it or has announced that. */
  onChange(callback: () => void): () => void;
}

function inMemory(): Keeper {
  let held: string | undefined;
  const callbacks = new Set<() => void>();
  const announce = async () => {
    for (const callback of callbacks) callback();
  };
  return {
    get: async () => held,
    set: (bytes) => {
      held = bytes;
      return announce();
    },
    announce,
    onChange: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
  };
}

const forgets = new Set<() => void>();
let keeper: Keeper = inMemory();
let stop = keeper.onChange(forgetAll);
let turn = 0;

/** The keeper of this context. */
export function passKeeper(): Keeper {
  return keeper;
}

/** Uses the browser's keeper; without this call the bytes stay in this context's memory. */
export function keepWith(other: Keeper): void {
  stop();
  keeper = other;
  stop = keeper.onChange(forgetAll);
}

/** `forget` is called when the store is locked, unlocked or emptied anywhere: keys in memory do not outlive it. */
export function onLockChange(forget: () => void): () => void {
  forgets.add(forget);
  return () => forgets.delete(forget);
}

/**
 * Counts locks, unlocks and deletions of everything. What began to be opened in an earlier turn serves who asked for it, and is not put into
 * memory: it would stay there while the store is locked.
 */
export function lockTurn(): number {
  return turn;
}

function forgetAll(): void {
  turn++;
  for (const forget of forgets) forget();
}
