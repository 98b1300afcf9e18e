/** What is known of the people and companies an action is about. */
export interface Subject {
  emails: readonly string[];
  domains: readonly string[];
  /** Of people and companies. */
  names: readonly string[];
}

/**
 * The entry of the never-log list that forbids writing about this subject. An entry with @ is an address, one with a dot and no
 * space a domain (its subdomains too, and every address in it), anything else the whole name of a person or company.
 */
export function forbiddenBy(list: readonly string[], subject: Subject): string | undefined {
  const emails = subject.emails.map(folded);
  const hosts = [...subject.domains.map(folded), ...emails.map((email) => email.slice(email.lastIndexOf('@') + 1))];
  const names = subject.names.map(folded);
  return list.find((entry) => {
    const wanted = folded(entry);
    if (wanted === '') return false;
    if (/^[^@\s]+@[^@\s]+$/.test(wanted)) return emails.includes(wanted);
    const domain = wanted.replace(/^@/, '');
    if (/^[^\s@]+\.[^\s@]+$/.test(domain)) return hosts.some((host) => host === domain || host.endsWith(`.${domain}`));
    return names.includes(wanted);
  });
}

/** The list as the rep typed it, one entry per line; nothing twice. */
export function neverLogOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}

function folded(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
