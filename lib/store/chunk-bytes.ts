import type { SyncedRow } from '../model/sync.ts';
import { onLockChange } from './keeper.ts';
import { CHUNK_ROWS } from './place-table.ts';

/** Chromium stores a value of 64 KiB or more as a file of its own, which costs several times as much. */
const CHUNK_BYTES = 60_000;
/** However large the rows are, no chunk is begun for fewer while there are more. */
export const LEAST_ROWS = 25;

const encoder = new TextEncoder();
let bytes = new Uint8Array(1 << 17);
let length = 0;

// The last rows written must not lie in memory while it is locked.
onLockChange(() => void bytes.fill(0));

/**
 * As many of these rows as one chunk takes, as JSON (`ChunkBody`) in UTF-8. Whoever gets the bytes uses them at once: the next call writes
 * over them. Row by row into one buffer, because one text of a hundred rows, and new bytes for each, are what a fill would have collected as garbage.
 */
export function bodyBytes(at: number, rows: readonly SyncedRow[]): { bytes: Uint8Array<ArrayBuffer>; taken: number } {
  length = 0;
  write(`{"at":${at},"rows":[`);
  let taken = 0;
  for (const row of rows.slice(0, CHUNK_ROWS)) {
    const before = length;
    write((taken > 0 ? ',' : '') + JSON.stringify(row));
    if (length > CHUNK_BYTES && taken >= LEAST_ROWS) {
      length = before;
      break;
    }
    taken += 1;
  }
  write(']}');
  return { bytes: bytes.subarray(0, length), taken };
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
