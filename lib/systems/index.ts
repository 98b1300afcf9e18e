import { amocrm } from './amocrm/index.ts';
import type { System, SystemId } from './contract.ts';
import { dynamics } from './dynamics/index.ts';
import { hubspot } from './hubspot/index.ts';
import { mapped } from './mapped.ts';
import { pipedrive } from './pipedrive/index.ts';
import { salesforce } from './salesforce/index.ts';
import { tryton } from './tryton/index.ts';
import { zoho } from './zoho/index.ts';

export type * from './contract.ts';
export { SystemError } from './contract.ts';

/** Every system there is, in the order a rep is offered them. Adding one: `docs/`, and a line here. */
export const systems: Readonly<Partial<Record<SystemId, System>>> = {
  hubspot: mapped(hubspot),
  salesforce: mapped(salesforce),
  pipedrive: mapped(pipedrive),
  amocrm: mapped(amocrm),
  zoho: mapped(zoho),
  dynamics: mapped(dynamics),
  tryton: mapped(tryton),
};
