/** One answer of a list: `next` is what the vendor wants to be asked with for more; absent at the end. */
interface Part<T> {
  rows: readonly T[];
  next: string | undefined;
}

/**
 * The rows of a list that is read page by page, from `from` on, until `most` are there; the last page is kept whole. Ends too where a page
 * that was read is named as the next one: the list would be read for ever.
 */
export async function everyRow<T>(read: (place: string | undefined) => Promise<Part<T>>, most: number, from?: string): Promise<T[]> {
  const found: T[] = [];
  const seen = new Set<string | undefined>();
  let place = from;
  do {
    seen.add(place);
    const { rows, next } = await read(place);
    found.push(...rows);
    place = seen.has(next) ? undefined : next;
  } while (place !== undefined && found.length < most);
  return found;
}
