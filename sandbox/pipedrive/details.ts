import { nextId, PRODUCTS, type StoredFile, type Tables } from './tables.ts';

/** What hangs on records: lines on every other deal, files on some people, organizations and deals. */
export function seedDetails(tables: Tables): void {
  for (const deal of tables.deals.values()) {
    if (deal.id % 2 === 1)
      for (const product of PRODUCTS.slice(0, 1 + (deal.id % 3))) {
        const id = nextId(tables.lines);
        const times = { add_time: deal.add_time, update_time: deal.update_time };
        tables.lines.set(id, {
          id,
          deal_id: deal.id,
          product_id: product.id,
          name: product.name,
          item_price: product.price,
          quantity: 4,
          discount: 0,
          sum: product.price * 4,
          currency: deal.currency,
          ...times,
        });
      }
    if (deal.id % 3 === 0) addFile(tables, { name: `Offer ${deal.id}.pdf`, deal_id: deal.id, org_id: deal.org_id }, deal.update_time);
  }
  for (const person of tables.persons.values())
    if (person.id % 5 === 0) addFile(tables, { name: 'Card – карточка.png', person_id: person.id }, person.update_time);
}

/** A file on its records; the type is a word of the vendor's own. */
export function addFile(tables: Tables, facts: Partial<StoredFile> & { name: string }, at: string): StoredFile {
  const id = nextId(tables.files);
  const ending = facts.name.split('.').at(-1)?.toLowerCase() ?? '';
  const file: StoredFile = {
    id,
    user_id: tables.users[0]?.id ?? 0,
    file_type: ['png', 'jpg', 'gif'].includes(ending) ? 'img' : ending === 'pdf' ? 'pdf' : 'unknown',
    file_size: 20_481,
    person_id: null,
    org_id: null,
    deal_id: null,
    lead_id: null,
    add_time: at,
    update_time: at,
    active_flag: true,
    ...facts,
  };
  tables.files.set(id, file);
  return file;
}
