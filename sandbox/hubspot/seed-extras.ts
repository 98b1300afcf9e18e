import type { Cast } from '../cast-types.ts';
import { iso, type Plant, tie } from './seed.ts';
import type { StoredObject, Tables } from './tables.ts';

/** A file of the file manager. */
export interface StoredFile {
  id: string;
  name: string;
  extension: string;
  type: string;
  size: number;
  createdAt: number;
  archived: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Every eighth person is somebody's lead; the first three of the story are. */
export function plantLeads(plant: Plant, cast: Cast): void {
  const people = [...plant.contacts.values()].flatMap(([first]) => first ?? []);
  people.forEach((contact, at) => {
    if (at > 2 && at % 8 !== 0) return;
    const [link] = plant.tables.links(contact, 'companies');
    const company = link && plant.tables.get('companies', link.id);
    const createdAt = cast.asOf - (at + 1) * DAY_MS;
    const p = contact.properties;
    const values = {
      hs_lead_name: `${[p.firstname, p.lastname].filter(Boolean).join(' ') || p.email} - new business`,
      hs_lead_type: 'NEW_BUSINESS',
      hs_lead_label: 'WARM',
      hs_pipeline: 'lead-pipeline-id',
      hs_pipeline_stage: 'new-stage-id',
      hs_associated_contact_firstname: p.firstname ?? null,
      hs_associated_contact_lastname: p.lastname ?? null,
      hs_associated_contact_email: p.email ?? null,
      hs_associated_company_name: company?.properties.name ?? null,
      hubspot_owner_id: p.hubspot_owner_id ?? null,
      hs_createdate: iso(createdAt),
      hs_lastmodifieddate: iso(createdAt),
    };
    const lead = plant.add('leads', values, { createdAt });
    tie(plant.tables, lead, contact);
    tie(plant.tables, lead, company);
  });
}

/** Two lines on every deal with an amount: a licence for most of it and the rest as a service. */
export function plantLineItems(plant: Plant): void {
  for (const deal of plant.deals.values()) {
    const total = Number(deal.properties.amount ?? 0);
    if (total <= 0) continue;
    const licences = Math.floor(total / 2 / 10) * 10;
    plantLine(plant, deal, { name: 'Licence', quantity: 10, amount: licences, sku: 'LIC-10' });
    plantLine(plant, deal, { name: 'Onboarding', quantity: 1, amount: total - licences, sku: 'ONB' });
  }
}

function plantLine(plant: Plant, deal: StoredObject, line: { name: string; quantity: number; amount: number; sku: string }): void {
  const createdAt = deal.createdAt;
  const values = {
    name: line.name,
    hs_sku: line.sku,
    quantity: String(line.quantity),
    price: String(line.amount / line.quantity),
    amount: String(line.amount),
    hs_line_item_currency_code: deal.properties.deal_currency_code ?? null,
    createdate: iso(createdAt),
    hs_lastmodifieddate: iso(createdAt),
  };
  tie(plant.tables, deal, plant.add('line_items', values, { createdAt }));
}

/** Every fortieth note carries a file. */
export function plantFiles(tables: Tables): Map<string, StoredFile> {
  const files = new Map<string, StoredFile>();
  tables
    .all('notes')
    .filter((_, at) => at % 40 === 0)
    .forEach((note, at) => {
      const id = String(9_100_000_000 + at * 11);
      const created = { createdAt: note.createdAt, archived: false };
      files.set(id, { id, name: `Offer ${at + 1}`, extension: 'pdf', type: 'DOCUMENT', size: 40_000 + at, ...created });
      note.properties.hs_attachment_ids = id;
    });
  return files;
}
