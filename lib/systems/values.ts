/** The object itself, or an empty one for whatever is none: members of hostile answers can then be looked at safely. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Absent means unknown: canonical types have no undefined members. */
export function withoutUndefined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // The signature tells what the filter does: no member with an undefined value is left.
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** The last of each key, in the order in which the keys first came. */
export function distinctBy<T>(rows: readonly T[], key: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}

/** The list, or an empty one for anything else. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A non-empty text, trimmed; numbers and booleans as text. Everything else is unknown. */
export function phrase(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The non-empty texts, each once, in order. */
export function phrases(...values: unknown[]): string[] {
  return [...new Set(values.map(phrase).filter((value) => value !== undefined))];
}

/** A finite number, also when it comes as text; some vendors send thirty decimals. */
export function quantity(value: unknown): number | undefined {
  const text = typeof value === 'boolean' ? undefined : phrase(value);
  const amount = text === undefined || text.length > 60 ? Number.NaN : Number(text);
  return Number.isFinite(amount) ? amount : undefined;
}

/** The members that have a value: what is unknown is absent. */
export function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // The filter does what the type says; TypeScript cannot follow it through the entries.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
