import type { ObjectKind } from '../../model/page.ts';
import { crmPage, NUMBER, type PageRules, recordPage } from '../page-rules.ts';

/** One product under three domains; the same label on two of them is two accounts. */
const HOST = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\.(?:amocrm\.ru|amocrm\.com|kommo\.com)$/;
/** Hosts of the vendor that are not an account. */
const OTHER_SITES = /^(?:www|api-[a-z]|drive-[a-z]|developers|support|help|blog|academy|static|status|lp|cdn|amojo|pay)$/;

/** `detail` marks a card; `add`, `list`, `pipeline` are screens, and settings hold numbers too. */
const CARD = new RegExp(`^/(leads|contacts|companies|customers)/detail/(${NUMBER})/?$`);

/** What amoCRM calls a lead is a deal. */
const OBJECTS: Readonly<Record<string, ObjectKind>> = { leads: 'deal', contacts: 'contact', companies: 'company', customers: 'customer' };

/** Source: "Which record is open?" fact page, amoCRM / Kommo; account = subdomain, host tells the domain. */
export const amocrmPages: PageRules = (page) => {
  const host = page.hostname;
  const account = HOST.exec(host)?.[1];
  if (account === undefined || OTHER_SITES.test(account)) return undefined;

  const [, native, id] = CARD.exec(page.pathname) ?? [];
  const object = native && OBJECTS[native];
  return object && id ? recordPage({ system: 'amocrm', object, native, id, account, host }) : crmPage('amocrm', account);
};
