import type { PageExample } from '../page-rules.ts';

const account = (host: string, label?: string): PageExample['is'] => ({
  system: 'salesforce',
  object: 'company',
  native: 'Account',
  id: '0015i00000lhLC3AAM',
  ...(label !== undefined && { account: label }),
  host,
});
const LIGHTNING = 'https://acme.lightning.force.com';
const CLASSIC = 'https://acme.my.salesforce.com';

/** URLs of Salesforce and its neighbours, with what each shows. */
export const salesforceExamples: readonly PageExample[] = [
  { url: `${LIGHTNING}/lightning/r/Account/0015i00000lhLC3AAM/view`, is: account('acme.lightning.force.com', 'acme') },
  { url: `${LIGHTNING}/lightning/r/Account/0015i00000lhLC3/view`, is: account('acme.lightning.force.com', 'acme'), why: '15 characters' },
  { url: `${LIGHTNING}/lightning/r/0015i00000lhLC3AAM/view`, is: account('acme.lightning.force.com', 'acme'), why: 'type from the prefix' },
  { url: `${CLASSIC}/lightning/r/Account/0015i00000lhLC3AAM/view/`, is: account('acme.my.salesforce.com', 'acme') },
  { url: `${LIGHTNING}/lightning/r/Account/0015i00000lhLC3AAM/edit?count=1`, is: { object: 'company', id: '0015i00000lhLC3AAM' } },
  { url: `${LIGHTNING}/lightning/r/Account/0015i00000lhLC3AAM/related/Contacts/view`, is: { object: 'company', id: '0015i00000lhLC3AAM' } },
  {
    url: 'https://ACME--uat.sandbox.lightning.force.com/lightning/r/Account/0015i00000lhLC3AAM/view',
    is: account('acme--uat.sandbox.lightning.force.com', 'acme--uat'),
  },
  {
    url: 'https://acme.lightning.crmforce.mil/lightning/r/Account/0015i00000lhLC3AAM/view',
    is: account('acme.lightning.crmforce.mil', 'acme'),
  },
  { url: 'https://help.lightning.force.com/lightning/r/Account/0015i00000lhLC3AAM/view', is: account('help.lightning.force.com', 'help') },
  {
    url: `${LIGHTNING}/lightning/r/Opportunity/0060900000G3cv0AAB/view?ws=%2Flightning%2Fr%2FAccount%2F0010900000wMykyAAC%2Fview`,
    is: { object: 'deal', id: '0060900000G3cv0AAB' },
    why: 'the workspace is not the record',
  },
  { url: `${LIGHTNING}/lightning/r/Lead/00QdN00000DjQ3hUAF/view`, is: { object: 'lead', id: '00QdN00000DjQ3hUAF' } },
  { url: `${LIGHTNING}/lightning/r/Contact/003ABC123DEF456/view`, is: { object: 'contact', id: '003ABC123DEF456YRD' } },
  { url: `${LIGHTNING}/lightning/r/Case/500Ub00000vUns5IAC/view`, is: { object: 'ticket', id: '500Ub00000vUns5IAC' } },
  { url: `${LIGHTNING}/lightning/r/ns__Foo__c/a0f1a000003yDoIAAU/view`, is: { object: 'custom', id: 'a0f1a000003yDoIAAU' } },
  { url: `${LIGHTNING}/lightning/r/Knowledge__kav/ka08W000000BB2DQAW/view`, is: { object: 'custom', id: 'ka08W000000BB2DQAW' } },
  {
    url: `${LIGHTNING}/one/one.app#/sObject/a0f1a000003yDoIAAU/view`,
    is: { system: 'salesforce', object: 'custom', id: 'a0f1a000003yDoIAAU', account: 'acme', host: 'acme.lightning.force.com' },
    why: 'a custom prefix does not tell the type',
  },
  { url: `${CLASSIC}/0015i00000lhLC3`, is: account('acme.my.salesforce.com', 'acme') },
  { url: `${CLASSIC}/0015i00000lhLC3AAM/e?retURL=%2F0015i00000lhLC3AAM`, is: account('acme.my.salesforce.com', 'acme') },
  { url: `${CLASSIC}/a0f1a000003yDoIAAU`, is: { object: 'custom', id: 'a0f1a000003yDoIAAU' } },
  { url: 'https://na15.salesforce.com/0015i00000lhLC3', is: account('na15.salesforce.com'), why: 'many orgs share the instance' },
  { url: `${CLASSIC}/console#%2F5000X00001abCDe`, is: { object: 'ticket', id: '5000X00001abCDeQAM' } },
  {
    url: `${CLASSIC}/console#https%3A%2F%2Facme--c.vf.force.com%2Fapex%2FCard%3Fid%3D0015i00000lhLC3AAM`,
    is: account('acme.my.salesforce.com', 'acme'),
  },
  { url: 'https://acme--c.vf.force.com/apex/Card?id=0015i00000lhLC3AAM', is: account('acme--c.vf.force.com', 'acme') },
  { url: `${CLASSIC}/console#https%3A%2F%2Fevil.test%2F0015i00000lhLC3AAM`, is: 'crm', account: 'acme' },
  { url: `${CLASSIC}/console#https%3A%2F%2Fother.my.salesforce.com%2F0015i00000lhLC3AAM`, is: 'crm', account: 'acme' },
  { url: `${CLASSIC}/console#%E0%A4%A`, is: 'crm', account: 'acme', why: 'broken percent-encoding' },
  { url: `${CLASSIC}/apex/Card`, is: 'crm', account: 'acme' },
  { url: `${CLASSIC}/abcdefghijklmno`, is: 'crm', account: 'acme', why: 'a word of 15 letters' },
  { url: `${CLASSIC}/abcdefghijklmnopqr`, is: 'crm', account: 'acme', why: 'a word of 18 letters' },
  { url: `${CLASSIC}/01p5i00000lhLC3`, is: 'crm', account: 'acme', why: 'metadata' },
  { url: `${CLASSIC}/00O5i00000lhLC3`, is: 'crm', account: 'acme', why: 'a report' },
  { url: `${CLASSIC}/0015i00000lhLC3AAM/e?clone=1`, is: 'crm', account: 'acme', why: 'creates a record' },
  { url: `${CLASSIC}/001/o`, is: 'crm', account: 'acme' },
  { url: `${CLASSIC}/001/e`, is: 'crm', account: 'acme' },
  { url: `${CLASSIC}/003?rlid=RelatedContactList&id=0015i00000lhLC3`, is: 'crm', account: 'acme' },
  { url: `${LIGHTNING}/lightning/r/Report/00O5i00000lhLC3EAM/view`, is: 'crm', account: 'acme' },
  { url: `${LIGHTNING}/lightning/o/Account/list?filterName=00B5i00000lhLC3EAM`, is: 'crm', account: 'acme' },
  { url: `${LIGHTNING}/lightning/o/Account/new`, is: 'crm', account: 'acme' },
  { url: `${LIGHTNING}/lightning/setup/ObjectManager/page?address=%2F0015i00000lhLC3AAM`, is: 'crm', account: 'acme' },
  { url: `${LIGHTNING}/one/one.app#eyJjb21wb25lbnREZWYiOiJvbmU6aG9tZSJ9`, is: 'crm', account: 'acme' },
  { url: 'https://login.salesforce.com/id/00Dx0000000BV7z/005x00000012Q9P', is: 'ignore' },
  { url: 'https://test.salesforce.com/0015i00000lhLC3', is: 'ignore' },
  { url: 'https://acme.my.site.com/s/account/0015i00000lhLC3AAM/acme', is: 'ignore', why: 'a site for customers' },
  { url: 'https://acme.force.com/s/account/0015i00000lhLC3AAM/acme', is: 'ignore' },
  { url: 'https://acme.lightning.force.com.evil.test/lightning/r/Account/0015i00000lhLC3AAM/view', is: 'ignore' },
  { url: 'http://acme.lightning.force.com/lightning/r/Account/0015i00000lhLC3AAM/view', is: 'ignore' },
];
