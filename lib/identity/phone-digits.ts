/** Fewer digits than this are an extension or a short code: too little to recognise anyone by. */
const TELLING_DIGITS = 8;
/** No number is written longer; of a text pasted into the field the beginning is read. */
const LONGEST = 64;

/**
 * The digits that matter when two spellings of a number are compared: no extension, no `(0)`, no international or trunk prefix
 * (`00`, `0`, the Russian `8`). For comparing only; without the country nobody can dial it.
 */
export function phoneCore(phone: string): string {
  const main = phone
    .slice(0, LONGEST)
    .replace(/\s*(?:ext|x|доб|внутр|#|;ext=)\.?\s*\d{1,6}\s*$/i, '')
    .replace('(0)', '');
  const digits = main.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length === 11 && digits.startsWith('8') ? digits.slice(1) : digits;
}

/** Same number, with or without its country code? Both must have enough digits to tell, or be equal. */
export function sameCore(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return a === b || (short.length >= TELLING_DIGITS && long.endsWith(short));
}
