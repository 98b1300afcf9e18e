import { beforeEach, describe, expect, it } from 'vitest';
import type { Io, SystemRecord } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { systems } from '../../../lib/systems/index.ts';
import { aConnection, aSandbox, wonDeal } from './harness.ts';

let sandbox: ReturnType<typeof aSandbox>;
let io: Io;
beforeEach(() => {
  sandbox = aSandbox();
  io = sandbox.io();
});

const ID = '7ddd0b31-ed8b-e511-80d2-00155d2a68d4';
const OTHER = '39dd0b31-ed8b-e511-80d2-00155d2a68d4';
const of = (rows: readonly SystemRecord[], kind: SystemRecord['kind']) => rows.filter((row) => row.kind === kind);

describe('what hangs on a deal', () => {
  it('related of a deal brings products with money, order, invoice with what is due, and files without content, in one round trip', async () => {
    const deal = wonDeal(sandbox);
    sandbox.sent.length = 0;
    const rows = await dynamics.related(deal, io);
    expect(sandbox.sent).toHaveLength(1);
    expect(of(rows, 'product')).toMatchObject([
      { name: expect.any(String), amount: { currency: expect.stringMatching(/^[A-Z]{3}$/) } },
      {},
    ]);
    expect(of(rows, 'product')[0]?.links).toEqual([{ role: 'deal', ref: deal }]);
    const [invoice] = of(rows, 'invoice');
    expect(invoice).toMatchObject({ status: 'Billed', dueAt: expect.any(Number), custom: { invoicenumber: expect.any(String) } });
    expect(invoice?.kind === 'invoice' && invoice.due).toEqual(invoice?.kind === 'invoice' && invoice.amount);
    expect(of(rows, 'order')).toHaveLength(1);
    const [file] = of(rows, 'file');
    expect(file).toMatchObject({
      name: 'offer.pdf',
      ref: { object: 'file', native: 'annotation' },
      custom: { mimetype: 'application/pdf', filesize: 9 },
    });
    expect(file?.url).toContain(deal.id);
    expect(sandbox.sent[0]?.body).not.toContain('documentbody');
  });

  it('read answers for each of them, and their related lead back to deal and company', async () => {
    const rows = await dynamics.related(wonDeal(sandbox), io);
    for (const kind of ['product', 'order', 'invoice', 'file'] as const) {
      const [row] = of(rows, kind);
      if (!row) throw new RangeError(`no ${kind}`);
      expect(await dynamics.read(row.ref, io)).toEqual(row);
    }
    const [order] = of(rows, 'order');
    expect((await dynamics.related(order?.ref ?? wonDeal(sandbox), io)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['company', 'deal']),
    );
  });

  it('timeline leaves the content of files where it is', async () => {
    const { rows } = await dynamics.timeline(wonDeal(sandbox), { limit: 20 }, io);
    expect(rows.some(({ title }) => title === 'offer.pdf')).toBe(true);
    expect(sandbox.sent.at(-1)?.body).toContain('annotations?$select=');
  });
});

describe('fields of one’s own and merged records', () => {
  it('toRecord takes members from the columns the rep has chosen', () => {
    const connection = aConnection({ fieldMap: { contact: { title: 'new_role', city: 'department' } } });
    const role = { new_role: 3, 'new_role@OData.Community.Display.V1.FormattedValue': 'Buyer', department: 'Praga' };
    const { dynamics: whole } = systems;
    expect(whole?.toRecord('contact', { contactid: ID, jobtitle: 'Other', ...role }, connection)).toMatchObject({
      title: 'Buyer',
      city: 'Praga',
    });
  });

  it('toRecord says what a record was merged into, and what a qualified lead lives on as', () => {
    const merged = { accountid: ID, name: 'Old', merged: true, _masterid_value: OTHER };
    expect(dynamics.toRecord('account', merged, aConnection()).mergedInto).toMatchObject({ native: 'account', id: OTHER });
    const lookup = { _parentcontactid_value: OTHER, '_parentcontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'contact' };
    const status = { statecode: 1, statuscode: 3, 'statuscode@OData.Community.Display.V1.FormattedValue': 'Qualified' };
    expect(dynamics.toRecord('lead', { leadid: ID, fullname: 'Ann', ...lookup, ...status }, aConnection())).toMatchObject({
      custom: { status: 'Qualified' },
      links: [{ role: 'contact', ref: { id: OTHER } }],
    });
  });

  it('find shows a qualified lead, unless the contact it became was found too', async () => {
    const heir = { _parentcontactid_value: OTHER, '_parentcontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'contact' };
    const lead = { leadid: ID, fullname: 'Ann', emailaddress1: 'ann@x.example', statecode: 1, ...heir };
    const asked = {
      kind: 'person' as const,
      emails: ['ann@x.example'],
      phones: [],
      names: [],
      companyNames: [],
      domains: [],
      externalIds: [],
    };
    const answer = (contacts: unknown[]): Io => ({
      ...io,
      fetch: async ({ url }) => Response.json({ value: url.includes('/contacts') ? contacts : [lead] }),
    });
    expect((await dynamics.find(asked, answer([]))).map(({ ref }) => ref.object)).toEqual(['lead']);
    const contact = { contactid: OTHER, fullname: 'Ann', emailaddress1: 'ann@x.example' };
    expect((await dynamics.find(asked, answer([contact]))).map(({ ref }) => ref.object)).toEqual(['contact']);
  });
});
