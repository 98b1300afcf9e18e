import type { ObjectKind } from '../../model/page.ts';
import { crmPage, NUMBER, type PageRules, recordPage } from '../page-rules.ts';

const HOST = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\.pipedrive\.com$/;
/** Hosts of the vendor that are not a company's account. */
const OTHER_SITES = new Set(
  'www api api-proxy oauth support developers devcommunity marketplace status community academy learn blog help login static cdn'.split(
    ' ',
  ),
);
/** Redirects to the company's host; whose account it is, nobody can tell from the URL. */
const ANY_ACCOUNT = 'app';

/** Nothing may follow the id: `/users/edit/5`, `/deals/list`, `/deals/pipeline/1/filter/3` hold numbers too. */
const NUMBERED = new RegExp(`^/(deal|person|organization|product|projects)/(${NUMBER})/?$`);
const LEAD = /^\/leads\/inbox\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/?$/i;

const TYPES: Readonly<Record<string, { object: ObjectKind; native: string }>> = {
  deal: { object: 'deal', native: 'deal' },
  person: { object: 'contact', native: 'person' },
  organization: { object: 'company', native: 'organization' },
  product: { object: 'custom', native: 'product' },
  projects: { object: 'custom', native: 'project' },
};

/** Source: "Which record is open?" fact page, Pipedrive. Dialogs live in the hash (`#dialog/activity/5`) and are not records. */
export const pipedrivePages: PageRules = (page) => {
  const host = page.hostname;
  const label = HOST.exec(host)?.[1];
  if (label === undefined || OTHER_SITES.has(label)) return undefined;
  const account = label === ANY_ACCOUNT ? undefined : label;

  const lead = LEAD.exec(page.pathname)?.[1];
  if (lead) return recordPage({ system: 'pipedrive', object: 'lead', native: 'lead', id: lead.toLowerCase(), account, host });
  const [, word, id] = NUMBERED.exec(page.pathname) ?? [];
  const type = word && TYPES[word];
  return type && id ? recordPage({ system: 'pipedrive', ...type, id, account, host }) : crmPage('pipedrive', account);
};
