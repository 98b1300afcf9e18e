import type { Module, Row, Tables } from './tables.ts';

/** Which rows of another module stand under a record. Contact roles are kept apart from the primary contact. */
export const LISTS: Readonly<Record<string, { of: Module; belongs(row: Row, id: string, tables: Tables): boolean }>> = {
  Notes: { of: 'Notes', belongs: (row, id) => has(row, 'Parent_Id', id) },
  Tasks: { of: 'Tasks', belongs: (row, id) => has(row, 'Who_Id', id) || has(row, 'What_Id', id) },
  Calls: { of: 'Calls', belongs: (row, id) => has(row, 'Who_Id', id) || has(row, 'What_Id', id) },
  Events: { of: 'Events', belongs: (row, id) => has(row, 'Who_Id', id) || has(row, 'What_Id', id) },
  Contacts: { of: 'Contacts', belongs: (row, id) => has(row, 'Account_Name', id) },
  Cases: { of: 'Cases', belongs: (row, id) => has(row, 'Related_To', id) || has(row, 'Account_Name', id) || has(row, 'Deal_Name', id) },
  Products: { of: 'Products', belongs: (row, id, tables) => tables.offers.get(id)?.includes(row.id) === true },
  Attachments: { of: 'Attachments', belongs: (row, id) => has(row, 'Parent_Id', id) },
  Deals: {
    of: 'Deals',
    belongs: (row, id, tables) =>
      has(row, 'Account_Name', id) || has(row, 'Contact_Name', id) || tables.roles.get(row.id)?.includes(id) === true,
  },
  Contact_Roles: { of: 'Contacts', belongs: (row, id, tables) => tables.roles.get(id)?.includes(row.id) === true },
};
function has(row: Row, name: string, id: string): boolean {
  const value = row[name];
  return typeof value === 'object' && value !== null && Reflect.get(value, 'id') === id;
}
