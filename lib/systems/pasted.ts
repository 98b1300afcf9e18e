import { SystemError } from '../model/errors.ts';

/**
 * An id or secret as it was pasted, without the line break that often comes with it. It has to go into a header or a form:
 * visible ASCII, anything else is a copy that went wrong.
 * @throws SystemError `invalid` with `field`: `required`, `malformed`
 */
export function pasted(values: Readonly<Record<string, string>>, field: string): string {
  const value = (values[field] ?? '').trim();
  if (value === '') throw new SystemError('invalid', { field, code: 'required' });
  if (!/^[\x21-\x7e]{1,2000}$/.test(value)) throw new SystemError('invalid', { field, code: 'malformed' });
  return value;
}
