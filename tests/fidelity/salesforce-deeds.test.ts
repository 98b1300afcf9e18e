import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action, Io, RecordRef } from '../../lib/systems/contract.ts';
import { salesforce } from '../../lib/systems/salesforce/index.ts';
import { CAST_AS_OF } from '../../sandbox/cast.ts';
import { setUp } from '../systems/salesforce/stage.ts';

/** What the adapter writes, read by jsforce over real HTTP, and the other way round; one org behind both. */
const stage = setUp();
let server: ReturnType<typeof serve>;
let org: Connection;

beforeAll(async () => {
  const fetch = (request: Request) => {
    const url = new URL(request.url);
    return stage.vendor.handle(new Request(new URL(url.pathname + url.search, stage.vendor.connection.baseUrl), request));
  };
  await new Promise<void>((ready) => {
    server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => ready());
  });
  const { credentials } = stage.vendor.connection;
  const accessToken = credentials.kind === 'token' ? credentials.token : '';
  org = new Connection({ instanceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, accessToken, version: '67.0' });
});
afterAll(() => new Promise((done) => server.close(done)));

const io: Io = stage.io;
const at = CAST_AS_OF;
const james = stage.person('james-oneil');
const guest = [...stage.vendor.people().values()].flat().find(({ native, id }) => native === 'Contact' && id !== james.id) ?? james;
const related = async (object: RecordRef['object'], ref = james) =>
  (await salesforce.related(ref, io)).find((each) => each.ref.object === object) ?? expect.fail(`no ${object}`);

describe('jsforce beside the adapter', () => {
  it('sees its meeting with every attendee', async () => {
    const meeting: Action = { kind: 'meeting', title: 'Demo', startAt: at, endAt: at + 3_600_000, attendees: [guest], on: [james], at };
    const [made] = (await salesforce.perform(meeting, 'k-1', io)).refs;
    const event = await org.sobject('Event').retrieve(made?.id ?? '');
    expect(event).toMatchObject({ WhoId: james.id, StartDateTime: new Date(at).toISOString().replace('Z', '+0000') });
    const { records } = await org.query(`SELECT RelationId, Status, IsInvitee FROM EventRelation WHERE EventId = '${made?.id}'`);
    expect(records).toMatchObject([{ RelationId: guest.id, Status: 'New', IsInvitee: true }]);
    const relation = { EventId: made?.id ?? '', RelationId: guest.id, Status: 'New' };
    expect(await org.sobject('EventRelation').create(relation)).toMatchObject({ success: true });
  });

  it('reads its files and products, and the adapter those of jsforce', async () => {
    const bytes = new TextEncoder().encode('offer');
    const action: Action = { kind: 'file', name: 'Offer.txt', type: 'text/plain', bytes, on: [james], at };
    const [file] = (await salesforce.perform(action, 'k-2', io)).refs;
    const version = await org.query(
      `SELECT VersionData, PathOnClient, ContentSize FROM ContentVersion WHERE ContentDocumentId = '${file?.id}'`,
    );
    expect(version.records).toMatchObject([{ PathOnClient: 'Offer.txt', ContentSize: 5 }]);
    const VersionData = Buffer.from('hello').toString('base64');
    const own = { Title: 'Own', PathOnClient: 'own.txt', VersionData, FirstPublishLocationId: james.id };
    expect(await org.sobject('ContentVersion').create(own)).toMatchObject({ success: true });
    const names = (await salesforce.related(james, io)).flatMap((each) => (each.kind === 'file' ? [each.name] : []));
    expect(names).toEqual(expect.arrayContaining(['Offer.txt', 'Own.txt']));

    const deal = await related('deal');
    const product = await related('product', deal.ref);
    const line = await org.sobject('OpportunityLineItem').retrieve(product.ref.id);
    expect(line).toMatchObject({ OpportunityId: deal.ref.id, Name: product.name });
    expect(await salesforce.read(product.ref, io)).toMatchObject({ name: product.name, links: [{ role: 'deal', ref: deal.ref }] });
  });

  it('sees what it made, whom it was given to, and what was scored', async () => {
    const values = { name: 'Eva Lang', emails: ['eva.lang@new.example'] };
    const [eva] = (await salesforce.perform({ kind: 'create', object: 'contact', values, on: [james], at }, 'k-3', io)).refs;
    const row = await org.sobject('Contact').retrieve(eva?.id ?? '');
    const { AccountId } = await org.sobject('Contact').retrieve(james.id);
    expect(row).toMatchObject({ FirstName: 'Eva', LastName: 'Lang', Email: 'eva.lang@new.example', AccountId });
    const { records: users } = await org.query('SELECT Id FROM User ORDER BY Name');
    const ownerId = users.map(({ Id }) => Id).find((id) => id !== row.OwnerId) ?? '';
    await salesforce.perform({ kind: 'owner', ownerId, on: [eva ?? james], at }, 'k-4', io);
    await salesforce.perform({ kind: 'score', field: 'Page_Views__c', score: 42, on: [eva ?? james], at }, 'k-5', io);
    expect(await org.sobject('Contact').retrieve(eva?.id ?? '')).toMatchObject({ OwnerId: ownerId, Page_Views__c: 42 });
  });
});
