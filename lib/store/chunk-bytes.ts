import type { SyncedRow } from '../model/sync.ts';

const encoder = new TextEncoder();
let bytes = new Uint8Array(1 << 17);
let length = 0;

/**
 * A chunk's body (`ChunkBody`) as JSON in UTF-8. Whoever gets it uses it at once: the next call writes over it. Row by row into one buffer,
 * because one text of a hundred rows, and new bytes for each, are what a fill would have collected as garbage.
 */
export function bodyBytes(at: number, rows: readonly SyncedRow[]): Uint8Array<ArrayBuffer> {
  length = 0;
  write(`{"at":${at},"rows":[`);
  for (let nth = 0; nth < rows.length; nth += 1) write((nth > 0 ? ',' : '') + JSON.stringify(rows[nth]));
  write(']}');
  return bytes.subarray(0, length);
}

function write(text: string): void {
  const most = length + text.length * 3;
  if (most > bytes.length) {
    const grown = new Uint8Array(most * 2);
    grown.set(bytes.subarray(0, length));
    bytes = grown;
  }
  length += encoder.encodeInto(text, bytes.subarray(length)).written;
}
