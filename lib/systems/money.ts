import { minorDigits } from '../model/currency.ts';
import type { Money } from '../model/records.ts';

/** A plain decimal: sign, whole part, fraction. Longer digits than any amount of money are refused by the safe-integer check. */
const DECIMAL = /^([+-]?)(\d{1,20})(?:\.(\d{1,40}))?$/;

/**
 * A vendor's decimal amount in minor units: `('12.5', 'EUR')` → 1250 cents, `(1200, 'JPY')` → 1200 yen. Works on the
 * decimal digits, so that 1.005 is not 1.00499…; a surplus digit rounds half away from zero. Undefined when the amount
 * is not a decimal number, does not fit 2^53, or the currency is not a three-letter code.
 * Source: ISO 4217 minor units, as Intl knows them.
 */
export function toMinor(amount: unknown, currency: unknown): Money | undefined {
  if (typeof currency !== 'string' || !/^[a-z]{3}$/i.test(currency.trim())) return undefined;
  const code = currency.trim().toUpperCase();
  const decimal = DECIMAL.exec(decimalText(amount));
  if (!decimal) return undefined;
  const digits = minorDigits(code);
  const fraction = (decimal[3] ?? '').padEnd(digits + 1, '0');
  const cents = Number(`${decimal[2]}${fraction.slice(0, digits)}`) + (fraction.charCodeAt(digits) >= 53 ? 1 : 0);
  if (!Number.isSafeInteger(cents)) return undefined;
  return { amountMinor: decimal[1] === '-' && cents !== 0 ? -cents : cents, currency: code };
}

function decimalText(amount: unknown): string {
  if (typeof amount === 'number') return Number.isFinite(amount) ? plainNumber(amount) : '';
  return typeof amount === 'string' ? amount.trim() : '';
}

/** Tiny and huge numbers print with an exponent; twelve decimals are enough for any price. */
function plainNumber(amount: number): string {
  const text = String(amount);
  return /e/i.test(text) ? amount.toFixed(12) : text;
}

/** The decimal a vendor's column takes: 1250 cents → 12.5. Exact for what `toMinor` gives back. */
export function fromMinor({ amountMinor, currency }: Money): number {
  const digits = minorDigits(currency);
  return Number((amountMinor / 10 ** digits).toFixed(digits));
}
