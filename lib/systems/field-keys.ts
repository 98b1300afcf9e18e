import type { Connection } from './contract.ts';

/** Keys written in one line, blank between them. */
export function words(line: string): string[] {
  return line.split(' ').filter((word) => word !== '');
}

/** The vendor's keys that the rep's mapping asks for on records of this type, each once. */
export function mappedKeys(connection: Connection, native: string): string[] {
  const map = connection.fieldMap;
  return map && Object.hasOwn(map, native) ? [...new Set(Object.values(map[native] ?? {}))] : [];
}
