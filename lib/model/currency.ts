/** An amount whose currency nobody has told: ISO 4217's own code for "no currency". People are shown the number alone. */
export const NO_CURRENCY = 'XXX';

const known = new Map<string, number>();

/**
 * How many decimals the minor unit of a currency has (EUR 2, JPY 0), as `Intl` knows it; 2 for a code it does not know. Kept, because
 * making a formatter costs more than all else that is done with an amount.
 */
export function minorDigits(currency: string): number {
  const before = known.get(currency);
  if (before !== undefined) return before;
  const digits = ask(currency);
  known.set(currency, digits);
  return digits;
}

function ask(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}
