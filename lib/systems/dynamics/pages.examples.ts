import type { PageExample } from '../page-rules.ts';

const ID = '28c35510-43da-e911-a84b-000d3a4f5c8c';
const at = (query: string, host = 'acme.crm4.dynamics.com') => `https://${host}/main.aspx?${query}`;
const account = 'acme.crm4.dynamics.com';

/** URLs of Dynamics 365 and its neighbours, with what each shows. */
export const dynamicsExamples: readonly PageExample[] = [
  {
    url: at(`appid=aef19262-6ded-e911-a819-000d3a4a16f3&pagetype=entityrecord&etn=contact&id=${ID}`),
    is: { system: 'dynamics', object: 'contact', native: 'contact', id: ID, account, host: account },
  },
  {
    url: at(`etn=opportunity&id=%7b${ID.toUpperCase()}%7d&pagetype=entityrecord`),
    is: { system: 'dynamics', object: 'deal', native: 'opportunity', id: ID, account, host: account },
    why: 'braces and case are the vendor’s habit, not part of the id',
  },
  { url: at(`pagetype=entityrecord&etn=account&id={${ID}}&forceUCI=1#436148839`), is: { object: 'company', id: ID }, account },
  {
    url: at(`pagetype=entityrecord&etn=lead&id=${ID}`, 'ACME.crm.dynamics.com'),
    is: { object: 'lead', id: ID },
    account: 'acme.crm.dynamics.com',
  },
  { url: at(`etn=incident&pagetype=entityrecord&id=${ID}`, 'acme.crm11.dynamics.com'), is: { object: 'ticket', id: ID } },
  { url: at(`etc=2&pagetype=entityrecord&id=${ID}`), is: { object: 'contact', id: ID }, account, why: 'old type number' },
  { url: at(`etc=3&extraqs=%3fetc%3d3%26id%3d%257b${ID}%257d&pagetype=entityrecord`), is: { object: 'deal', id: ID }, account },
  { url: at(`pagetype=entityrecord&etn=cr123_machine&id=${ID}`), is: { object: 'custom', id: ID }, account },
  { url: at(`pagetype=entityrecord&etn=task&id=${ID}`), is: { object: 'custom', id: ID }, account },
  { url: at('etn=contact&pagetype=entityrecord'), is: 'crm', account, why: 'the form of a new record' },
  { url: at(`etn=contact&pagetype=entitylist&viewid=${ID}`), is: 'crm', account },
  { url: at(`pagetype=dashboard&id=${ID}`), is: 'crm', account },
  {
    url: at(`pagetype=entityrecord&etc=9999&id=${ID}`),
    is: 'crm',
    account,
    why: 'a number that means something else in every environment',
  },
  { url: at('pagetype=entityrecord&etn=contact&id=42'), is: 'crm', account },
  { url: at(`pagetype=entityrecord&etn=../x&id=${ID}`), is: 'crm', account },
  { url: `https://acme.crm4.dynamics.com/apps/sales?etn=contact&id=${ID}&pagetype=entityrecord`, is: 'crm', account },
  { url: 'https://acme.crm4.dynamics.com/', is: 'crm', account },
  { url: at(`pagetype=entityrecord&etn=contact&id=${ID}`, 'businesscentral.dynamics.com'), is: 'ignore' },
  { url: at(`pagetype=entityrecord&etn=contact&id=${ID}`, 'globaldisco.crm.dynamics.com'), is: 'ignore' },
  { url: at(`pagetype=entityrecord&etn=contact&id=${ID}`, 'acme.crm4.dynamics.com.evil.test'), is: 'ignore' },
  { url: at(`pagetype=entityrecord&etn=contact&id=${ID}`, 'acme.operations.dynamics.com'), is: 'ignore' },
  { url: `http://acme.crm4.dynamics.com/main.aspx?pagetype=entityrecord&etn=contact&id=${ID}`, is: 'ignore' },
];
