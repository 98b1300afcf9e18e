/** A vendor's short name; `kommo.com` is `amocrm` too. Open-ended, because systems are added by folder. */
export type SystemId = 'hubspot' | 'salesforce' | 'pipedrive' | 'amocrm' | 'zoho' | 'dynamics' | (string & {});

/** What a record page shows. Any record we have no word for is `custom`; `customer` is amoCRM's repeat buyer (canonically a deal). */
export type ObjectKind = 'contact' | 'lead' | 'company' | 'deal' | 'ticket' | 'customer' | 'custom';

/** A record named by a page's URL. Pure data: nothing here has been confirmed by the vendor. */
export interface PageRecord {
  system: SystemId;
  object: ObjectKind;
  /** The vendor's own type name where the URL tells it: `0-1`, `Opportunity`, `leads`. */
  native?: string;
  /** As in the URL; Salesforce normalised to 18 characters, GUIDs lower-case without braces. Always a string: ids exceed 2^53. */
  id: string;
  /** The vendor-side tenant, lower-case (portal, subdomain, My Domain label, host); absent where the URL does not tell. */
  account?: string;
  host: string;
}

/** Three outcomes: a record, a page of a CRM without one, or a frame or page that must not change what the panel shows. */
export type PageState = { kind: 'record'; record: PageRecord } | { kind: 'crm'; system: SystemId; account?: string } | { kind: 'ignore' };
