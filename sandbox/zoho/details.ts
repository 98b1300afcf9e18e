import type { Lookup, Row, Tables } from './tables.ts';

type Common = (
  id: string,
  row: { createdAt: number; changedAt: number; ownerIndex: number },
  tables: Tables,
) => Pick<Row, 'id' | 'Created_Time' | 'Modified_Time'> & Record<string, unknown>;

const PRODUCTS = [
  { Product_Name: 'Winter tyre 205/55 R16', Product_Code: 'WT-205', Product_Category: 'Tyres', Unit_Price: 84.5 },
  { Product_Name: 'Alloy rim 16″', Product_Code: 'AR-16', Product_Category: 'Rims', Unit_Price: 120 },
  { Product_Name: 'Обслуживание парка', Product_Code: null, Product_Category: null, Unit_Price: null },
];

/** What hangs on records: products on every other deal, files on some people and deals, and a lead that became a contact. */
export function seedDetails(tables: Tables, common: Common): void {
  const products = PRODUCTS.map((product) => {
    const id = tables.nextId();
    tables.rows.Products.set(id, {
      ...common(id, { createdAt: Date.UTC(2025, 0, 7), changedAt: Date.UTC(2025, 5, 1), ownerIndex: 0 }, tables),
      ...product,
    });
    return id;
  });
  const deals = [...tables.rows.Deals.values()];
  deals.forEach((deal, index) => {
    if (index % 2 === 0) tables.offers.set(deal.id, products.slice(0, 1 + (index % 3)));
    if (index % 3 === 0) seedFile('Deals', deal, `Offer ${index + 1}.pdf`, tables, common);
  });
  [...tables.rows.Contacts.values()].forEach((contact, index) => {
    if (index % 5 === 0) seedFile('Contacts', contact, 'Card – карточка.png', tables, common);
  });
  const [first] = [...tables.rows.Contacts.values()].slice(-1);
  if (first) seedConverted(first, tables, common);
}

function seedFile(module: string, on: Row, name: string, tables: Tables, common: Common): void {
  const id = tables.nextId();
  const at = Date.parse(on.Modified_Time);
  tables.rows.Attachments.set(id, {
    ...common(id, { createdAt: at, changedAt: at, ownerIndex: 0 }, tables),
    File_Name: name,
    Size: '20481',
    Parent_Id: { name: String(on.Full_Name ?? on.Deal_Name ?? ''), id: on.id },
    $se_module: module,
    $type: 'Attachment',
  });
}

/** Converted leads are told only to those who ask for them. */
function seedConverted(contact: Row, tables: Tables, common: Common): void {
  const id = tables.nextId();
  const at = Date.parse(contact.Created_Time);
  const { First_Name, Last_Name, Full_Name, Email, Account_Name } = contact;
  const account = Account_Name as Lookup | null;
  const deal = [...tables.rows.Deals.values()].find((each) => (each.Contact_Name as Lookup | null)?.id === contact.id);
  tables.rows.Leads.set(id, {
    ...common(id, { createdAt: at, changedAt: at, ownerIndex: 0 }, tables),
    First_Name,
    Last_Name,
    Full_Name,
    Email,
    Company: account?.name ?? null,
    Lead_Status: 'Contacted',
    Converted__s: true,
    Converted_Date_Time: contact.Created_Time,
    Converted_Contact: { name: Full_Name, id: contact.id },
    Converted_Account: account,
    Converted_Deal: deal ? { name: deal.Deal_Name, id: deal.id } : null,
    $converted: true,
    $converted_detail: { contact: contact.id, account: account?.id ?? null, deal: deal?.id ?? null },
  });
}
