/*
 * Short texts to UTF-8 and back. The browser's own coders have a fixed cost that many times exceeds that of a name, and leave garbage
 * outside the heap that makes its collector come sooner.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Longer ones are left to the browser. */
const SHORT = 48;
/** Room for the letters of a text by their number. Used within one call. */
const ROOMS = Array.from({ length: SHORT + 1 }, (_, length) => new Array<number>(length).fill(0));

/** UTF-8 of a text. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const { length } = text;
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return encoder.encode(text);
    bytes[at] = code;
  }
  return bytes;
}

/** The text of valid UTF-8 that lies from `start` to `end`. */
export function textAt(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return decoder.decode(bytes.subarray(start, end));
  let letters = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    // Of one byte, or of two: Latin, Greek, Cyrillic, Hebrew, Arabic.
    if (byte >= 0xe0) return decoder.decode(bytes.subarray(start, end));
    if (byte < 0x80 || byte >= 0xc0) letters += 1;
  }
  const codes = ROOMS[letters] as number[];
  for (let at = start, letter = 0; letter < letters; letter += 1) {
    const byte = bytes[at++] as number;
    codes[letter] = byte < 0x80 ? byte : ((byte & 31) << 6) | ((bytes[at++] as number) & 63);
  }
  return String.fromCharCode(...codes);
}
