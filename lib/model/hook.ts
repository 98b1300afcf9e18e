/** A workflow the rep hands things to (n8n, Make, Zapier), as pages may see it: everything but its address and secret. */
export interface HookInfo {
  id: string;
  name: string;
  createdAt: number;
}

/** What stands in the way of an address: `address` malformed or not https · `private` in a private network: only after the rep confirmed. */
export type AddressTrouble = 'address' | 'private';

/** Checks an address as it is typed: https, or plain http on this very machine. */
export function addressTrouble(address: string): AddressTrouble | undefined {
  const url = URL.parse(address);
  if (!url || `${url.username}${url.password}` !== '') return 'address';
  const isHere = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  if (url.protocol === 'http:') return isHere ? undefined : 'address';
  if (url.protocol !== 'https:') return 'address';
  return !isHere && isPrivate(url.hostname) ? 'private' : undefined;
}

/** Match pattern of the address's origin, for the permission prompt; ports are not part of patterns. */
export function originPattern(address: string): string {
  const url = new URL(address);
  return `${url.protocol}//${url.hostname}/*`;
}

/** Private, link-local, carrier and unique-local ranges and names without a public suffix. Source: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 6762. */
function isPrivate(hostname: string): boolean {
  // A dot at the end is the same name.
  const host = hostname.replace(/\.$/, '');
  if (host.startsWith('[')) return /^\[(::1|::|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::ffff:)/.test(host);
  const parts = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host);
  if (!parts) return !host.includes('.') || /\.(local|lan|home|internal|intranet|corp|localhost|home\.arpa)$/.test(host);
  const [a, b] = [Number(parts[1]), Number(parts[2])];
  return (
    a === 10 ||
    a === 127 ||
    a === 0 ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b <= 127)
  );
}
