import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Delivery } from '../../lib/model/dossier.ts';

/** What a report of a problem is made of. */
export interface Circumstances {
  version: string;
  /** The browser as it names itself, with its version and the operating system. */
  browser: string;
  language: string;
  connections: readonly Pick<ConnectionInfo, 'system' | 'state' | 'signIn' | 'error'>[];
  deliveries: readonly Pick<Delivery, 'state'>[];
}

/** Codes are the vendor's words: only what looks like a code goes along. */
const CODE = /^[A-Za-z][\w-]{0,49}$/;

/**
 * Facts for a problem report as lines of text: versions, the kind and state of every connection, counts of what waits.
 * Holds nothing about who uses it or about any customer: no names, accounts, hosts, ids or texts.
 */
export function problemReport({ version, browser, language, connections, deliveries }: Circumstances): string {
  const counts = new Map<string, number>();
  for (const { state } of deliveries) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [
    `Sidelight ${version} (${language})`,
    browser,
    ...connections.map(({ system, state, signIn, error }) =>
      [system, signIn?.kind, state, error?.kind, error?.status, error?.code !== undefined && CODE.test(error.code) ? error.code : undefined]
        .filter((part) => part !== undefined)
        .join(' · '),
    ),
    `outbox: ${[...counts].map(([state, n]) => `${n} ${state}`).join(', ') || 'empty'}`,
  ].join('\n');
}
