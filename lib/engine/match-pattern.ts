/**
 * Does a match pattern cover this URL? Understands what `System.hosts` gives: `https://api.hubapi.com/*`,
 * `https://*.amocrm.ru/*`, a path with `*`. No user-info, no port but the scheme's own (patterns cannot name one, except for
 * this machine). Anything else matches nothing. Source: "Match patterns" (MDN).
 */
export function matchesPattern(pattern: string, url: URL): boolean {
  const parts = /^(https?):\/\/(\*|(?:\*\.)?[^/*:]+)(?::(\d+))?(\/.*)$/.exec(pattern);
  if (!parts || url.username || url.password) return false;
  const [, scheme, host = '', port = '', path = ''] = parts;
  if (url.protocol !== `${scheme}:` || url.port !== port || !matchesHost(host.toLowerCase(), url.hostname)) return false;
  const rule = path
    .split('*')
    .map((each) => each.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${rule}$`).test(url.pathname + url.search);
}

function matchesHost(rule: string, host: string): boolean {
  if (rule === '*') return false;
  if (!rule.startsWith('*.')) return rule === host;
  const base = rule.slice(2);
  return host === base || host.endsWith(`.${base}`);
}
