import type { System } from '../../lib/systems/contract.ts';
import type { standInOf } from './harness.ts';

/**
 * Asks a system for every person of the cast with what each other system knows of him. Missed are those whose record here did
 * not come back.
 */
export async function recallOf<T>(system: System, { io, cast, vendor, state }: ReturnType<typeof standInOf<T>>) {
  const missed: string[] = [];
  let asked = 0;
  for (const person of cast.people) {
    const ours = vendor.people().get(person.key) ?? [];
    for (const copy of person.copies.filter((each) => ours.length > 0 && each.system !== system.id)) {
      const { emails, phones, firstName = '', lastName = '', country } = copy;
      const names = [`${firstName} ${lastName}`];
      // Searches are counted per second or two.
      state.now += 3_000;
      const keys = { kind: 'person' as const, emails, phones, names, companyNames: [], domains: [], externalIds: [] };
      const found = await system.find(keys, io(country?.length === 2 ? { defaultCountry: country } : {}));
      asked += 1;
      if (!found.some((record) => ours.some(({ id }) => id === record.ref.id))) missed.push(`${person.key} ${firstName} ${lastName}`);
    }
  }
  return { asked, missed };
}
