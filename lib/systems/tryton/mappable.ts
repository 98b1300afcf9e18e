import type { Connection, System } from '../contract.ts';
import { mappedKeys, words } from '../field-keys.ts';

const READ = `id name code active replaced_by create_date create_uid write_date write_uid rec_name contact_mechanisms identifiers addresses
  email phone mobile fax website credit_amount credit_limit_amount credit_limit_amounts receivable receivable_today`;

/** A party has two faces, so the rep's choices for people and for companies are kept apart, though both are columns of one model. */
export const mappable: NonNullable<System['mappable']> = {
  contact: { native: 'party.party/contact', known: words(READ.replaceAll('\n', ' ')) },
  company: { native: 'party.party/company', known: words(READ.replaceAll('\n', ' ')) },
};

/** Columns that the rep's mapping asks for. */
export function ownColumns(connection: Connection): string[] {
  const all = Object.values(mappable).flatMap(({ native }) => mappedKeys(connection, native));
  return [...new Set(all)].filter((name) => /^[a-z]\w{0,62}$/.test(name));
}
