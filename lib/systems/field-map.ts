import type { Connection, Money, SystemRecord } from './contract.ts';
import { withoutUndefined } from './values.ts';

/** How a vendor's columns are read. Undefined: empty, or not of that type. */
export interface Columns {
  text(column: string): string | undefined;
  number(column: string): number | undefined;
  money(column: string): Money | undefined;
}

type Reader = keyof Columns;
const READERS: Readonly<Record<string, Reader>> = {
  firstName: 'text',
  lastName: 'text',
  title: 'text',
  companyName: 'text',
  country: 'text',
  city: 'text',
  industry: 'text',
  taxId: 'text',
  stageName: 'text',
  employees: 'number',
  probabilityPct: 'number',
  revenue: 'money',
  amount: 'money',
  due: 'money',
};

/** A record with the members that the rep has told to take from other columns. A column that is empty changes nothing. */
export function withFieldMap<R extends SystemRecord>(record: R, { fieldMap }: Pick<Connection, 'fieldMap'>, columns: Columns): R {
  const map = fieldMap?.[record.ref.native];
  if (!map) return record;
  const pairs = Object.entries(map).map(([name, column]) => {
    const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    return [name, reader && columns[reader](column)] as const;
  });
  return { ...record, ...withoutUndefined(Object.fromEntries(pairs)) };
}
