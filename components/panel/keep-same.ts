/**
 * `found`, but with every part of `before` that says the same in its place: React draws nothing anew, and nothing is reckoned again, for what
 * is the same object. `before` itself when nothing differs. For plain data; anything else counts as the same only when it is the same object.
 */
export function keepSame<T>(before: T, found: T): T {
  if (Object.is(before, found) || !isPlain(before) || !isPlain(found)) return found;
  if (Array.isArray(before) !== Array.isArray(found)) return found;
  const names = Object.keys(found);
  let isSame = Object.keys(before).length === names.length;
  const kept: Record<string, unknown> | unknown[] = Array.isArray(found) ? [] : {};
  for (const name of names) {
    const was = Object.hasOwn(before, name) ? before[name as keyof T] : undefined;
    const part = keepSame<unknown>(was, found[name as keyof T]);
    isSame &&= Object.hasOwn(before, name) && Object.is(part, was);
    Object.defineProperty(kept, name, { value: part, writable: true, enumerable: true, configurable: true });
  }
  return isSame ? before : (kept as T);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const made: unknown = Object.getPrototypeOf(value);
  return made === Object.prototype || made === Array.prototype;
}
