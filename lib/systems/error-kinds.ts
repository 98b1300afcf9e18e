import type { ErrorKind } from './contract.ts';
import { words } from './field-keys.ts';

/** Vendor's code → kind, from the codes of each kind in one line, blank between them. Has no code by accident: `constructor` finds nothing. */
export function kindsOf(codes: Readonly<Partial<Record<ErrorKind, string>>>): Readonly<Record<string, ErrorKind>> {
  const entries = Object.entries(codes).flatMap(([kind, line]) => words(line).map((code) => [code, kind as ErrorKind] as const));
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}
