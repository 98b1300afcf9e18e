import type { PageRecord, PageState } from '../model/page.ts';
import { amocrmPages } from './amocrm/pages.ts';
import { dynamicsPages } from './dynamics/pages.ts';
import { hubspotPages } from './hubspot/pages.ts';
import { IGNORE, type PageRules, parsePageUrl } from './page-rules.ts';
import { pipedrivePages } from './pipedrive/pages.ts';
import { salesforcePages } from './salesforce/pages.ts';
import { zohoPages } from './zoho/pages.ts';

export type { ObjectKind, PageRecord, PageState, SystemId } from '../model/page.ts';
export { sameRecord } from './page-rules.ts';

/** Every vendor's rules; hosts do not overlap, so the order decides nothing. */
const RULES: readonly PageRules[] = [hubspotPages, salesforcePages, pipedrivePages, amocrmPages, zohoPages, dynamicsPages];

/**
 * What a page shows, from its URL alone: a record, a CRM without a record, or nothing of ours. Pure; never throws, whatever
 * is handed in. The URL is only a claim about which record is open: whether it exists, the vendor's API says.
 */
export function classifyPage(url: string): PageState {
  const page = parsePageUrl(url);
  if (!page) return IGNORE;
  for (const rules of RULES) {
    const state = rules(page);
    if (state) return state;
  }
  return IGNORE;
}

/** The record of `classifyPage`, else null. */
export function detectRecord(url: string): PageRecord | null {
  const state = classifyPage(url);
  return state.kind === 'record' ? state.record : null;
}
