import { DatabaseSync } from 'node:sqlite';

/*
 * Firefox keeps IndexedDB rows in SQLite, each compressed by itself: a text of which a part came up before in the same row lies there in
 * pieces. So the rows are unpacked before they are searched. Sources: Firefox, "dom/indexedDB", ActorsParent; "Snappy compressed format description".
 */

/** The rows of one of Firefox's IndexedDB files, unpacked; one that is packed otherwise comes as it is. */
export function firefoxRows(path: string): Buffer[] {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const rows = db.prepare('SELECT data FROM object_data').all() as { data: unknown }[];
    return rows.flatMap(({ data }) => (data instanceof Uint8Array ? [unpacked(Buffer.from(data))] : []));
  } catch {
    // Another kind of database.
    return [];
  } finally {
    db.close();
  }
}

/** Undoes Snappy's block format; what does not keep to it is given back as it is. */
export function unpacked(packed: Buffer): Buffer {
  let [at, length, shift] = [0, 0, 0];
  for (let byte = 0x80; byte & 0x80; shift += 7) {
    byte = packed[at++] ?? 0;
    length += (byte & 0x7f) * 2 ** shift;
    if (shift > 28) return packed;
  }
  if (length > 512 * 1024 * 1024) return packed;
  const out = Buffer.alloc(length);
  let to = 0;
  while (at < packed.length && to < length) {
    const tag = packed[at++] ?? 0;
    if ((tag & 3) === 0) {
      let count = tag >> 2;
      if (count >= 60) {
        const bytes = count - 59;
        if (at + bytes > packed.length) return packed;
        count = packed.readUIntLE(at, bytes);
        at += bytes;
      }
      to += packed.copy(out, to, at, at + count + 1);
      at += count + 1;
      continue;
    }
    const [count, offset, bytes] = copyOf(tag, packed, at);
    at += bytes;
    if (offset === 0 || offset > to) return packed;
    for (let left = count; left > 0 && to < length; left--, to++) out[to] = out[to - offset] ?? 0;
  }
  return to === length ? out : packed;
}

/** Length, distance and size of a copy element. */
function copyOf(tag: number, packed: Buffer, at: number): [count: number, offset: number, bytes: number] {
  if ((tag & 3) === 1) return [((tag >> 2) & 7) + 4, ((tag >> 5) << 8) | (packed[at] ?? 0), 1];
  const bytes = (tag & 3) === 2 ? 2 : 4;
  return [(tag >> 2) + 1, at + bytes <= packed.length ? packed.readUIntLE(at, bytes) : 0, bytes];
}
