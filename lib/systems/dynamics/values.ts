import { NO_CURRENCY } from '../../model/currency.ts';
import type { Money } from '../contract.ts';
import { toMinor } from '../money.ts';
import { objectOf } from '../values.ts';
import { dayStart } from '../zone.ts';

/** A row as the Web API gives it. */
export type Raw = Readonly<Record<string, unknown>>;

const STAMP = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;

/** A list; an empty one for anything else. */
export function array(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text with something in it. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Different texts, in order. */
export function texts(...values: unknown[]): string[] {
  return [...new Set(values.map(text).filter((value) => value !== undefined))];
}

/** A finite number; numbers that came as text are none here, as the API writes them bare. */
export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The label of a choice or the name behind a lookup, in the user's language. Never parsed. */
export function formatted(row: Raw, column: string): string | undefined {
  return text(row[`${column}@OData.Community.Display.V1.FormattedValue`]);
}

/** Edm.DateTimeOffset → epoch ms. */
export function instant(value: unknown): number | undefined {
  if (typeof value !== 'string' || !STAMP.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}

/** Edm.Date (or a DateTimeOffset, where the column is one) → epoch ms; a bare day is its start in `timeZone`, UTC without one. */
export function day(value: unknown, timeZone: string | undefined): number | undefined {
  return typeof value === 'string' ? (dayStart(value, timeZone) ?? instant(value)) : undefined;
}

/** A money column with the ISO code of the row's own currency, which has to be expanded: the lookup alone gives a name. */
export function money(row: Raw, column: string): Money | undefined {
  return toMinor(row[column], text(objectOf(row.transactioncurrencyid).isocurrencycode) ?? NO_CURRENCY);
}
