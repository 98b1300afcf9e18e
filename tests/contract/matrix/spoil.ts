/** How values inside an answer are spoilt: containers keep their shape, so that the damage reaches the mapping. */
export const MODES = ['null', 'absent', 'renamed', 'string', 'extra', 'odd', 'long'] as const;
export type Mode = (typeof MODES)[number];

const LONG = 'ж'.repeat(10_000);

export function spoilt(value: unknown, mode: Mode, hit: () => boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => spoilt(each, mode, hit));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, each]): [string, unknown][] => {
    if (typeof each === 'object' && each !== null && !(mode === 'null' && hit() && hit())) return [[name, spoilt(each, mode, hit)]];
    if (!hit()) return [[name, each]];
    switch (mode) {
      case 'null':
        return [[name, null]];
      case 'absent':
        return [];
      case 'renamed':
        return [[`${name}_2`, each]];
      case 'string':
        return [[name, typeof each === 'string' ? Number(each.length) : String(each)]];
      case 'odd':
        return [[name, typeof each === 'string' ? '\ud800 \u202e مرحبا 🚀 UNKNOWN_9 ' : -1e21]];
      case 'long':
        return [[name, typeof each === 'string' ? LONG : each]];
      default:
        return [[name, each]];
    }
  });
  return Object.fromEntries(mode === 'extra' ? [...entries, ['__proto_', { a: 1 }], ['zzz_unknown', ['x', null, { y: {} }]]] : entries);
}

const TIMES = ['createdAt', 'changedAt', 'closeAt', 'at', 'dueAt', 'durationMs', 'employees', 'probabilityPct'];
const TEXTS = ['name', 'title', 'text', 'ownerId', 'url', 'outcome', 'firstName', 'lastName', 'companyName'];
const MORE_TEXTS = ['country', 'city', 'industry', 'stageId', 'stageName'];
const LISTS = ['emails', 'phones', 'domains'];

/** What breaks the promise of the canonical types: ids and names are strings, times and amounts are numbers or absent. */
export function malformed(outcome: unknown): string[] {
  return rowsOf(outcome).flatMap((row) => {
    if (typeof row !== 'object' || row === null || !('ref' in row)) return [];
    const record = row as Record<string, unknown> & { ref: Record<string, unknown> };
    const bad: string[] = [];
    for (const part of ['system', 'account', 'object', 'native', 'id']) if (typeof record.ref[part] !== 'string') bad.push(`ref.${part}`);
    for (const name of TIMES) if (record[name] !== undefined && !Number.isFinite(record[name])) bad.push(`${name} ${String(record[name])}`);
    for (const name of [...TEXTS, ...MORE_TEXTS])
      if (record[name] !== undefined && typeof record[name] !== 'string') bad.push(`${name} ${String(record[name])}`);
    for (const name of LISTS)
      if (record[name] !== undefined && !(Array.isArray(record[name]) && record[name].every((each) => typeof each === 'string')))
        bad.push(name);
    const amount = record.amount as { amountMinor?: unknown; currency?: unknown } | undefined;
    if (amount && !(Number.isSafeInteger(amount.amountMinor) && typeof amount.currency === 'string'))
      bad.push(`amount ${JSON.stringify(amount)}`);
    return bad;
  });
}

/** The rows of whatever a verb answers. */
export function rowsOf(outcome: unknown): unknown[] {
  if (Array.isArray(outcome)) return outcome;
  if (typeof outcome === 'object' && outcome !== null && 'rows' in outcome) return outcome.rows as unknown[];
  return [outcome];
}
