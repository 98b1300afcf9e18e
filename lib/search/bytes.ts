const encoder = new TextEncoder();

/** A buffer that grows as it is written. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `more` bytes. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** An unsigned number below 2^32, seven bits a byte. */
  varint(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** UTF-8, without its length. */
  text(text: string): void {
    this.reserve(text.length * 3);
    const { bytes } = this;
    let to = this.length;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 127) {
        to = this.length + encoder.encodeInto(text, bytes.subarray(this.length)).written;
        break;
      }
      bytes[to++] = code;
    }
    this.length = to;
  }

  /** UTF-8 with its length in bytes before it. */
  string(text: string): void {
    const at = this.length;
    this.reserve(text.length * 3 + 5);
    this.length += 1;
    this.text(text);
    const size = this.length - at - 1;
    if (size < 128) {
      this.bytes[at] = size;
      return;
    }
    const written = this.bytes.slice(at + 1, this.length);
    this.length = at;
    this.varint(size);
    this.reserve(size);
    this.bytes.set(written, this.length);
    this.length += size;
  }

  /** What was written, without a copy. */
  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }
}

/** A 32-bit sum over words that notices a changed, lost or moved one; no protection from intent (encryption has that). */
export function checksum(words: Uint32Array): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < words.length; at += 1) {
    sum = Math.imul(sum ^ (words[at] as number), 0x01000193);
    sum = (sum << 13) | (sum >>> 19);
  }
  return sum >>> 0;
}

/** 32-bit hash of a string's UTF-16 units (FNV-1a). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
