import { isMessage, type MessageId, type Translate } from '../words/i18n.ts';

/** Codes of what a key lacks. `{what}` is the vendor's own name of the right. */
const MISSING: Readonly<Record<string, MessageId>> = {
  'missing-scope': 'missing.scope',
  'no-right': 'missing.right',
  'no-read': 'missing.read',
  'no-create': 'missing.create',
  'owner-unknown': 'missing.owner',
  'other-region': 'missing.region',
  'api-version': 'missing.version',
};

export function missingWords(t: Translate, missing: { what: string; code: string }): string {
  return t((Object.hasOwn(MISSING, missing.code) && MISSING[missing.code]) || 'missing.other', { what: missing.what });
}

/** A text of a connect form, put together from the system's data; undefined where the catalogues have none. */
export function connectWords(t: Translate, part: 'field' | 'hint' | 'method' | 'steps', system: string, id: string): string | undefined {
  const message = `connect.${part}.${system}.${id}`;
  return isMessage(message) ? t(message) : undefined;
}

const READS: [string, MessageId][] = [
  ['read:contact', 'ability.people'],
  ['read:company', 'ability.companies'],
  ['read:deal', 'ability.deals'],
  ['timeline', 'ability.timeline'],
];
const WRITES: [string, MessageId][] = [
  ['write:note', 'ability.notes'],
  ['write:task', 'ability.tasks'],
];

/** What a connection may do, in a rep's words: a line for reading, a line for writing. */
export function abilityWords(t: Translate, list: (words: string[]) => string, can: readonly string[]): string[] {
  const named = (known: [string, MessageId][]) => known.filter(([capability]) => can.includes(capability)).map(([, id]) => t(id));
  const [reads, writes] = [named(READS), named(WRITES)];
  return [
    ...(reads.length > 0 ? [t('ability.reads', { what: list(reads) })] : []),
    ...(writes.length > 0 ? [t('ability.writes', { what: list(writes) })] : []),
  ];
}
