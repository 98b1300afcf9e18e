import { withoutLegalForm } from '../matching.ts';
import type { Mechanism, Party } from './schema.ts';

/*
 * A party is a company or a person; the server does not say which. Who can be reached there stands in the party's contact
 * mechanisms: those that bear a name belong to somebody of that name, those without to the party itself.
 */

/** Somebody who can be reached at a party. */
export interface Reachable {
  /** The oldest mechanism that bears her name, whatever the order they stand in; absent: the party itself. */
  mechanism?: string;
  name: string;
  mechanisms: Mechanism[];
}

/** Everybody at a party, itself first. */
export function peopleOf(party: Party): Reachable[] {
  const all = party['contact_mechanisms.'];
  const unnamed = all.filter(({ name }) => name === undefined);
  const groups = new Map<string, Mechanism[]>();
  for (const each of all)
    if (each.name !== undefined && each.id !== undefined) groups.set(each.name, [...(groups.get(each.name) ?? []), each]);
  return [
    { name: ownName(party, unnamed), mechanisms: unnamed },
    ...[...groups].map(([name, mechanisms]) => ({ name, mechanisms, mechanism: oldest(mechanisms) })),
  ];
}

/** Numbers are given in the order of making. */
function oldest(mechanisms: readonly Mechanism[]): string {
  return String(Math.min(...mechanisms.map(({ id }) => Number(id))));
}

/** Whoever a mechanism belongs to; the party itself where it is gone. */
export function personAt(party: Party, mechanism: number | undefined): Reachable | undefined {
  const people = peopleOf(party);
  if (mechanism === undefined) return people[0];
  return people.find((each) => each.mechanism !== undefined && each.mechanisms.some(({ id }) => id === String(mechanism)));
}

/** A site, a tax number or a legal form in its name: nobody's private address. */
export function looksLikeCompany(party: Party): boolean {
  const { name = '' } = party;
  return (
    party['identifiers.'].length > 0 ||
    party['contact_mechanisms.'].some(({ type }) => type === 'website') ||
    wordsIn(withoutLegalForm(name)) < wordsIn(name)
  );
}

function wordsIn(name: string): number {
  return name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Values of mechanisms of some types (`email`, `phone`, `mobile`, `website`), in their order. */
export function valuesOf(mechanisms: readonly Mechanism[], ...types: string[]): string[] {
  return mechanisms.flatMap(({ type = '', value }) => (value !== undefined && types.includes(type) ? [value] : []));
}

/** A company's name is not that of the one who reads its mail: she goes by her address until somebody writes down her name. */
function ownName(party: Party, mechanisms: readonly Mechanism[]): string {
  const { name = '' } = party;
  return looksLikeCompany(party) ? (valuesOf(mechanisms, 'email')[0] ?? name) : name;
}
