/** A name for use inside a sentence or a label: whole characters, an ellipsis where it was cut. The full one stands in the view. */
export function shorten(name: string, limit = 80): string {
  const letters = [...name.slice(0, limit * 2 + 2)];
  return letters.length <= limit && name.length <= limit * 2 + 2 ? name : `${letters.slice(0, limit).join('')}…`;
}
