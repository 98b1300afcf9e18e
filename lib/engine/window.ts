/** A window is counted in this many slots: finer is fairer, coarser is smaller in the row. */
const SLOTS = 20;
/** Nobody waits for so long in line: what was taken further ahead, and more than a window, was taken by a clock that has been set back since. */
const AHEAD_MS = 3_600_000;

/** Slot number and units, oldest first: what a window looks like in a row. */
export type WindowRow = [slot: number, units: number][];

/**
 * How much was used of a limit "so much per so long", counted so that no stretch of that length ever holds more, wherever it begins. (A
 * bucket that refills while it is used would let through nearly twice as much in its first window.) Units may be taken ahead, in
 * slots to come: whoever waits has a place.
 */
export class Window {
  readonly #units: number;
  readonly #slotMs: number;
  readonly #used: Map<number, number>;

  constructor(units: number, windowMs: number, row: WindowRow = []) {
    this.#units = units;
    this.#slotMs = windowMs / SLOTS;
    this.#used = new Map(row);
  }

  /** The first moment from `from` on (epoch ms) at which so many units can be taken. What is more than all there is goes into an empty window. */
  roomAt(from: number, units: number): number {
    const first = this.#slotOf(from);
    const wanted = Math.min(units, this.#units);
    for (let slot = first; ; slot++) if (this.#fits(slot, wanted)) return slot === first ? from : Math.ceil(slot * this.#slotMs);
  }

  /** Takes units at a moment; a negative number gives some back. */
  take(at: number, units: number): void {
    const slot = this.#slotOf(at);
    this.#used.set(slot, Math.max(0, (this.#used.get(slot) ?? 0) + units));
  }

  /** Share of the units that are used in the window that ends now, those taken ahead among them; 0 to 1 and above. */
  shareAt(now: number): number {
    const oldest = this.#slotOf(now) - SLOTS;
    const farthest = this.#farthest(now);
    let sum = 0;
    for (const [slot, units] of this.#used) if (slot > oldest && slot <= farthest) sum += units;
    return sum / this.#units;
  }

  /** What has to be remembered at that moment. */
  row(now: number): WindowRow {
    const oldest = this.#slotOf(now) - SLOTS;
    const farthest = this.#farthest(now);
    for (const slot of this.#used.keys()) if (slot < oldest || slot > farthest) this.#used.delete(slot);
    return [...this.#used].sort(([a], [b]) => a - b);
  }

  #farthest(now: number): number {
    return this.#slotOf(now + Math.max(SLOTS * this.#slotMs, AHEAD_MS));
  }

  #slotOf(at: number): number {
    return Math.floor(at / this.#slotMs);
  }

  /** Every stretch of a window's length that touches the slot is within so many slots and one more. */
  #fits(slot: number, units: number): boolean {
    for (let last = slot; last <= slot + SLOTS; last++) {
      let sum = units;
      for (let each = last - SLOTS; each <= last; each++) sum += this.#used.get(each) ?? 0;
      if (sum > this.#units) return false;
    }
    return true;
  }
}
