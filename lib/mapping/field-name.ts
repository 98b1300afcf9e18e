import { foldText } from '../identity/fold.ts';
import type { CanonicalField, MappableKind } from '../model/mapping.ts';
import { EMPTY_WORDS, NAMES, OTHER_WORDS, OWN_NAMES } from './words.ts';

/** Vendors' and publishers' marks on API names: `Tax_ID__c`, `acme__Tier__c`, `cf_source`, `new_visits`, `crb12_tier`, `hs_email_open`. */
const SUFFIX = /__(?:c|pc|r|kav)$/i;
const NAMESPACE = /^[a-z]\w{0,14}?__(?=.)/i;
const PREFIX = /^(?:cf|hs|new|custom|uf_crm|cr[0-9a-f]{2,4}|crb\d+|zcrm|msdyn)_+/i;
/** Keys that say nothing: a hash, a number, `field17`. */
const BLANK = /^(?:[0-9a-f]{40}|[0-9]+|field_?\d*|custom_?field_?\d*)$/i;

/** An API name as words: `NumberOfEmployees__c` → `number of employees`; empty when it says nothing. */
export function wordsOfKey(key: string): string {
  if (BLANK.test(key)) return '';
  const bare = key.replace(SUFFIX, '').replace(NAMESPACE, '').replace(PREFIX, '');
  return foldText(
    bare
      .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
      .replaceAll('_', ' '),
  );
}

/** Vendors allow less; what is pasted into a label is read no further. */
const LONGEST_LABEL = 300;

/** A label as words; what stands in brackets (`Probability (%)`) is a remark. */
export function wordsOfLabel(label: string): string {
  return foldText(
    label
      .slice(0, LONGEST_LABEL)
      .replace(/[([{][^)\]}]*[)\]}]/g, ' ')
      .replace(/([\p{Ll}])(\p{Lu})/gu, '$1 $2'),
  ).replace(/\be mail/g, 'email');
}

interface Name {
  /** All words run together. */
  run: string;
  /** Without the empty words, in a fixed order; each word once. */
  core: string;
  words: string[];
}

const fold = (words: ReadonlySet<string>) => new Set([...words].map(foldText));
const EMPTY = fold(EMPTY_WORDS);
const OTHER = fold(OTHER_WORDS);
/** One letter short or one ending apart: `tecnologia`, `tecnologias`. */
const stem = (word: string) => (word.length > 4 ? word.replace(/(?:es|s|a|y|i|e|o)$/, '') : word);

function nameOf(words: string): Name {
  const all = words.split(' ').filter((word) => word !== '');
  const full = all.filter((word) => !EMPTY.has(word));
  const core = [...new Set((full.length > 0 ? full : all).map(stem))].sort().join(' ');
  return { run: all.join(''), core, words: all };
}

const known = new Map<string, readonly Name[]>();
function namesOf(kind: MappableKind, canonical: CanonicalField): readonly Name[] {
  const id = `${kind} ${canonical}`;
  const found = known.get(id);
  if (found) return found;
  const told = canonical === 'name' ? [...NAMES.name, ...OWN_NAMES[kind]] : NAMES[canonical];
  const whole = told.map((name) => nameOf(foldText(name).replace(/\be mail/g, 'email')));
  const runs = new Set(whole.map(({ run }) => run));
  // "Tax number" without its empty word is any "tax": a shorter form counts only where it is a name itself.
  const names = whole.map((name) =>
    name.core.includes(' ') || runs.has(name.words.filter((word) => !EMPTY.has(word)).join(''))
      ? name
      : { ...name, core: [...new Set(name.words.map(stem))].sort().join(' ') },
  );
  known.set(id, names);
  return names;
}

/**
 * How well words name a field of ours, 0 to 1: the same words 1; the same but for words that add nothing 0.9; the words of a name among
 * others 0.5 at most, and nothing where one of the others makes it somebody else's (an assistant's e-mail) or something about it (a date).
 */
export function nameLikeness(kind: MappableKind, canonical: CanonicalField, words: string): number {
  if (words === '') return 0;
  const said = nameOf(words);
  let best = 0;
  for (const [at, name] of namesOf(kind, canonical).entries()) {
    // Names stand in the order of how usual they are, which decides between two fields that are both called right.
    if (name.run === said.run) return 1 - at / 10_000;
    if (name.core === said.core) best = Math.max(best, 0.9 - at / 10_000);
    else if (best < 0.6) best = Math.max(best, 0.6 * among(name, said));
  }
  return best;
}

/** Share of the words that a name explains; 0 unless all words of the name are there. */
function among(name: Name, said: Name): number {
  const own = new Set(name.core.split(' '));
  const told = said.core.split(' ');
  if (![...own].every((word) => told.includes(word))) return 0;
  const others = said.words.filter((word) => !own.has(stem(word)) && !EMPTY.has(word));
  if (others.some((word) => OTHER.has(word))) return 0;
  return own.size / (own.size + others.length);
}
