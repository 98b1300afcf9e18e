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
  'session-write': 'missing.session-write',
  'no-module': 'missing.module',
  'no-company': 'missing.company',
  'session-entries': 'missing.session-entries',
};

export function missingWords(t: Translate, missing: { what: string; code: string }): string {
  return t((Object.hasOwn(MISSING, missing.code) && MISSING[missing.code]) || 'missing.other', { what: missing.what });
}

type Part = 'field' | 'hint' | 'method' | 'steps' | 'limits';

/** A text of a connect form, put together from the system's data; undefined where the catalogues have none. */
export function connectWords(t: Translate, part: Part, system: string, id: string): string | undefined {
  const message = `connect.${part}.${system}.${id}`;
  return isMessage(message) ? t(message) : undefined;
}

type Named = readonly (readonly [capability: string, word: MessageId])[];

/** What a rep may do with a connection, as she would say it. Several capabilities may be one word to her. */
const GROUPS: readonly { group: 'see' | 'log' | 'change'; named: Named }[] = [
  {
    group: 'see',
    named: [
      ['read:contact', 'ability.people'],
      ['read:company', 'ability.companies'],
      ['read:deal', 'ability.deals'],
      ['read:ticket', 'ability.tickets'],
      ['read:order', 'ability.orders'],
      ['read:invoice', 'ability.invoices'],
      ['timeline', 'ability.timeline'],
    ],
  },
  {
    group: 'log',
    named: [
      ['write:note', 'ability.notes'],
      ['write:task', 'ability.tasks'],
      ['write:call', 'ability.calls'],
      ['write:meeting', 'ability.meetings'],
      ['write:file', 'ability.files'],
    ],
  },
  {
    group: 'change',
    named: [
      ['write:task-change', 'ability.task-changes'],
      ['write:stage', 'ability.stages'],
      ['write:field', 'ability.fields'],
      ['write:owner', 'ability.owners'],
      ['write:tag', 'ability.tags'],
      ['write:score', 'ability.scores'],
      ['write:create', 'ability.new-records'],
    ],
  },
];

/** One group of what a connection can do: in words what works, and what the vendor offers but this sign-in may not do. */
export interface Ability {
  group: 'see' | 'log' | 'change';
  can: string[];
  cannot: string[];
}

/** What works and what does not, by group; what the vendor's API does not offer at all is not listed. */
export function abilities(t: Translate, can: readonly string[], offered: readonly string[]): Ability[] {
  return GROUPS.map(({ group, named }) => {
    const words = (wanted: (capability: string) => boolean) => named.flatMap(([capability, word]) => (wanted(capability) ? [t(word)] : []));
    return {
      group,
      can: words((each) => can.includes(each)),
      cannot: words((each) => offered.includes(each) && !can.includes(each)),
    };
  }).filter((each) => each.can.length + each.cannot.length > 0);
}
