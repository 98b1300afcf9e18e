/** A reader of one object's properties. */
export type Properties = (name: string) => unknown;

/** A non-empty text, trimmed; numbers and booleans as text. Everything else is unknown. */
export function phrase(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The non-empty texts, each once, in order. */
export function list(...values: unknown[]): string[] {
  return [...new Set(values.map(phrase).filter((value) => value !== undefined))];
}

/** ISO 8601 or epoch ms (HubSpot sends both, always as text) → epoch ms. */
export function time(value: unknown): number | undefined {
  const text = phrase(value);
  if (text === undefined) return undefined;
  const at = /^-?\d{1,16}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? at : undefined;
}

/** A finite number; properties are text, sometimes with thirty decimals. */
export function quantity(value: unknown): number | undefined {
  const text = phrase(value);
  const amount = text === undefined || text.length > 60 ? Number.NaN : Number(text);
  return Number.isFinite(amount) ? amount : undefined;
}

/** `true`, `1`, `yes` and their opposites; unknown otherwise. */
export function truth(value: unknown): boolean | undefined {
  const text = phrase(value)?.toLowerCase();
  if (text === 'true' || text === '1' || text === 'yes') return true;
  return text === 'false' || text === '0' || text === 'no' ? false : undefined;
}

/** Host of an address or a bare domain, lower-case, without `www.`. */
export function domainOf(value: unknown): string | undefined {
  const text = phrase(value)?.toLowerCase();
  if (text === undefined || text.length > 300 || /\s/.test(text)) return undefined;
  const host = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//.test(text) ? text : `https://${text}`)
    ?.hostname.replace(/^www\./, '')
    .replace(/\.$/, '');
  return host?.includes('.') ? host : undefined;
}
