import { amocrmFacts } from './amocrm.ts';
import { dynamicsFacts } from './dynamics.ts';
import { hubspotFacts } from './hubspot.ts';
import { pipedriveFacts } from './pipedrive.ts';
import { salesforceFacts } from './salesforce.ts';
import { trytonFacts } from './tryton.ts';
import type { VendorFacts } from './types.ts';
import { zohoFacts } from './zoho.ts';

/** The vendors' words by system: a registered system without an entry fails the matrix. */
export const FACTS: Readonly<Record<string, VendorFacts>> = {
  hubspot: hubspotFacts,
  salesforce: salesforceFacts,
  pipedrive: pipedriveFacts,
  amocrm: amocrmFacts,
  zoho: zohoFacts,
  dynamics: dynamicsFacts,
  tryton: trytonFacts,
};
