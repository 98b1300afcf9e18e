import { dynamicsOAuth } from '../../sandbox/dynamics/entra.ts';
import { salesforceOAuth } from '../../sandbox/salesforce/oauth.ts';
import { SIGN_IN } from '../../sandbox/sign-in.ts';

const own = (system: string) => ({ clientId: SIGN_IN[system]?.clientId ?? '', clientSecret: SIGN_IN[system]?.clientSecret ?? '' });

/** What a rep types to sign in with her company's own app, by system: all that offer it. */
export const OWN_APPS: Readonly<Record<string, Record<string, string>>> = {
  hubspot: { ...own('hubspot'), email: 'marta.ruiz@northwind.example' },
  salesforce: { address: salesforceOAuth.address, clientId: salesforceOAuth.consumerKey },
  pipedrive: { domain: 'sidelight-demo', ...own('pipedrive') },
  amocrm: { address: 'vektordemo.amocrm.ru', ...own('amocrm') },
  zoho: { dc: 'eu', ...own('zoho') },
  dynamics: { address: dynamicsOAuth.address, clientId: dynamicsOAuth.clientId, tenant: dynamicsOAuth.tenant },
};
