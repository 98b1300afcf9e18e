import type { Connection } from '../contract.ts';

/** One data centre of the vendor: an account lives in exactly one, with hosts of its own for signing in, API and pages. */
interface Centre {
  accounts: string;
  api: string;
  pages: string;
}

function under(domain: string): Centre {
  return { accounts: `accounts.zoho.${domain}`, api: `www.zohoapis.${domain}`, pages: `crm.zoho.${domain}` };
}

/** By the word a rep chooses, which is the ending of the address bar. Source: Zoho Accounts, "Multi DC". */
export const CENTRES: Readonly<Record<string, Centre>> = {
  com: under('com'),
  eu: under('eu'),
  in: under('in'),
  'com.au': under('com.au'),
  jp: under('jp'),
  'com.cn': under('com.cn'),
  sa: under('sa'),
  ca: { accounts: 'accounts.zohocloud.ca', api: 'www.zohoapis.ca', pages: 'crm.zohocloud.ca' },
};

/** The data centre a connection's API or page host belongs to; undefined for a host that is none of the vendor's. */
export function centreOf(connection: Pick<Partial<Connection>, 'baseUrl'>): Centre | undefined {
  const host = connection.baseUrl === undefined ? undefined : URL.parse(connection.baseUrl)?.host.toLowerCase();
  return Object.values(CENTRES).find((centre) => centre.api === host || centre.pages === host);
}
