const ALLOWED = new Set(['https:', 'mailto:', 'tel:']);

/** The address if a click on it can do no harm (https, mailto, tel), else undefined. Never throws. */
export function safeHref(href: string | undefined): string | undefined {
  if (href === undefined) return undefined;
  const url = URL.parse(href);
  return url && ALLOWED.has(url.protocol) ? url.href : undefined;
}

/** `mailto:` for an address out of a CRM, which may hold anything: header injection by `?` or `&` is encoded away. */
export function mailHref(email: string): string | undefined {
  return safeHref(`mailto:${encodeURIComponent(email.toWellFormed()).replaceAll('%40', '@')}`);
}

/** `tel:` with nothing but the number's digits and a leading plus, without an extension behind it; undefined when there are no digits. */
export function phoneHref(phone: string): string | undefined {
  const [number = ''] = /[+\d][^\p{L};#,]*/u.exec(phone) ?? [];
  const digits = number.replace(/[^\d+]/g, '').replace(/(?!^)\+/g, '');
  return /\d/.test(digits) ? `tel:${digits}` : undefined;
}
