import { ByteWriter } from './bytes.ts';

/** Numbers in a row that grows. */
export class Numbers {
  values: Uint32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.values = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Uint32Array(this.length * 2 + 16);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  view(): Uint32Array<ArrayBuffer> {
    return this.values.subarray(0, this.length);
  }
}

/** Many ascending lists under numbers; `add` gets the values of each list in ascending order, repeats included. */
export class Lists {
  readonly #keys = new Numbers(1 << 12);
  readonly #values = new Numbers(1 << 12);

  add(key: number, value: number): void {
    this.#keys.push(key);
    this.#values.push(value);
  }

  /** The lists of keys below `count`. */
  grouped(count: number): { write(key: number, to: ByteWriter): void } {
    const starts = new Uint32Array(count + 1);
    const keys = this.#keys.view();
    const values = this.#values.view();
    // By index: in Firefox iterators cost more than the work.
    for (let at = 0; at < keys.length; at += 1) starts[(keys[at] as number) + 1] = (starts[(keys[at] as number) + 1] as number) + 1;
    for (let key = 0; key < count; key += 1) starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
    const next = starts.slice();
    const sorted = new Uint32Array(values.length);
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at] as number;
      sorted[next[key] as number] = values[at] as number;
      next[key] = (next[key] as number) + 1;
    }
    return {
      write(key, to) {
        const end = starts[key + 1] as number;
        let before = -1;
        for (let at = starts[key] as number; at < end; at += 1) {
          const value = sorted[at] as number;
          if (value === before) continue;
          to.varint(before < 0 ? value : value - before);
          before = value;
        }
      },
    };
  }

  /** Keys that have a list, where each list starts (and the last ends), the lists. */
  sections(count: number): [Uint16Array<ArrayBuffer>, Uint32Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] {
    const has = new Uint8Array(count);
    const keys = this.#keys.view();
    for (let at = 0; at < keys.length; at += 1) has[keys[at] as number] = 1;
    const used = new Numbers();
    for (let key = 0; key < count; key += 1) if (has[key]) used.push(key);
    const lists = this.grouped(count);
    const bytes = new ByteWriter(this.#values.length);
    const starts = new Numbers(used.length + 1);
    for (let at = 0; at < used.length; at += 1) {
      starts.push(bytes.length);
      lists.write(used.values[at] as number, bytes);
    }
    starts.push(bytes.length);
    return [Uint16Array.from(used.view()), starts.view(), bytes.view()];
  }
}
