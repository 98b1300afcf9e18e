/** One of a list; undefined of an empty one, which is for the caller to know. */
export function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}

const INSTEAD = [undefined, undefined, null, null, '', [], {}, [null], 'x', -1, true] as const;

/** A JSON answer of which a share of the members is absent, empty or of another type. Other texts stay as they are. */
export function hollowed(text: string, share: number, random: () => number): string {
  if (share === 0) return text;
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value === 'boolean') return random() < share ? !value : value;
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([name, each]) => [name, random() < share ? pick(INSTEAD, random) : walk(each)]);
    return Object.fromEntries(members);
  };
  try {
    return JSON.stringify(walk(JSON.parse(text)));
  } catch {
    return text;
  }
}
