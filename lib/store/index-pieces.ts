import { cacheDb } from './databases.ts';
import { StoreError } from './errors.ts';
import { openBytes, type Place } from './seal.ts';

/**
 * Bytes of a piece. With its seal it stays below 64 kB, from which on Chromium keeps a value in a file of its own, and hits that lie far
 * apart cost little to read.
 */
const PIECE_BYTES = 60_000;
/** Pieces of one request: while those are opened the next are read. */
const AT_ONCE = 8;

/** How a segment lies in its pieces. */
export interface Cut {
  pieces: number;
  /** Bytes of a piece, but of the last. */
  each: number;
  /** All pieces together. */
  bytes: number;
}

/** How a segment of so many bytes is cut. */
export function piecesIn(bytes: number): Cut {
  return { pieces: Math.ceil(bytes / PIECE_BYTES), each: PIECE_BYTES, bytes };
}

/** The pieces of a segment, in their order. */
export function piecesOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: piecesIn(bytes.length).pieces }, (_, nth) => bytes.subarray(nth * PIECE_BYTES, (nth + 1) * PIECE_BYTES));
}

/** Row id of the nth piece of a segment. */
export function pieceId(segment: number, nth: number): string {
  return `${segment}.${nth}`;
}

/** What binds a row of `indexes` to its id. */
export function placeOf(id: string): Place {
  return { table: 'indexes', id };
}

/** A saved segment that is read as it is needed: each piece is opened straight into its place. */
export class SavedBytes {
  /** Zero where nothing has come yet. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #key: CryptoKey;
  readonly #segment: number;
  readonly #cut: Cut;
  readonly #asked: (Promise<void> | undefined)[] = [];
  readonly #there: Uint8Array;

  constructor(key: CryptoKey, segment: number, cut: Cut) {
    this.#key = key;
    this.#segment = segment;
    this.#cut = cut;
    this.bytes = new Uint8Array(cut.bytes);
    this.#there = new Uint8Array(cut.pieces);
  }

  /** Are the bytes from here up to there all there? */
  has([from, to]: readonly [number, number]): boolean {
    for (const nth of this.#pieces(from, to)) if (!this.#there[nth]) return false;
    return true;
  }

  /** Resolves when all these bytes are there. @throws StoreError `tampered` when a piece is missing, was changed or has changed places */
  async need(spans: readonly (readonly [number, number])[]): Promise<void> {
    const wanted = new Set(spans.flatMap(([from, to]) => this.#pieces(from, to)));
    const missing = [...wanted].filter((nth) => !this.#asked[nth]);
    for (let at = 0; at < missing.length; at += AT_ONCE) this.#read(missing.slice(at, at + AT_ONCE));
    await Promise.all(Array.from(wanted, (nth) => this.#asked[nth]));
  }

  #pieces(from: number, to: number): number[] {
    const first = Math.floor(from / this.#cut.each);
    return to <= from ? [] : Array.from({ length: Math.ceil(to / this.#cut.each) - first }, (_, nth) => first + nth);
  }

  /** Opened outside of the transaction: it would end while they are. */
  #read(some: readonly number[]): void {
    const rows = cacheDb.indexes.bulkGet(some.map((nth) => pieceId(this.#segment, nth)));
    for (const [at, nth] of some.entries()) {
      const opening = rows.then((found) => this.#open(nth, found[at]?.sealed));
      this.#asked[nth] = opening;
      // Told to whoever waits for it; nobody may.
      opening.catch(() => undefined);
    }
  }

  async #open(nth: number, sealed: Uint8Array<ArrayBuffer> | undefined): Promise<void> {
    const { each, bytes } = this.#cut;
    const part = sealed && (await openBytes(this.#key, placeOf(pieceId(this.#segment, nth)), sealed));
    if (part?.length !== Math.min(each, bytes - nth * each)) throw new StoreError('tampered');
    this.bytes.set(part, nth * each);
    this.#there[nth] = 1;
  }
}
