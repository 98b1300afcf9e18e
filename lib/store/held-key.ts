import { onLockChange } from './keeper.ts';

/**
 * A key in this context's memory while the store is open. One that was on its way when the lock fell, or when everything was deleted, serves
 * who asked for it and is not kept.
 */
export class HeldKey {
  #key: CryptoKey | undefined;
  #turn = 0;

  constructor() {
    onLockChange(() => this.forget());
  }

  get key(): CryptoKey | undefined {
    return this.#key;
  }

  /** To be called before a key is opened: what it gives takes the opened key and hands it back. */
  begin(): <K extends CryptoKey | undefined>(opened: K) => K {
    const turn = this.#turn;
    return (opened) => {
      if (turn === this.#turn) this.#key = opened;
      return opened;
    };
  }

  /** Drops it: after a wipe, and between tests. */
  forget(): void {
    this.#key = undefined;
    this.#turn++;
  }
}
