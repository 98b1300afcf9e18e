import { describe, expect, it } from 'vitest';
import type { RecordRef } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { failure } from '../../failure.ts';
import { aConnection } from './harness.ts';
import { scripted } from './scripted.ts';

const ID = '7ddd0b31-ed8b-e511-80d2-00155d2a68d4';
const OTHER = '39dd0b31-ed8b-e511-80d2-00155d2a68d4';
const account = 'acme.crm4.dynamics.com';
const ref = (object: RecordRef['object'], native: string, id = ID): RecordRef => ({ system: 'dynamics', account, object, native, id });
const label = (text: string) => ({ UserLocalizedLabel: { Label: text } });
const NO_KEYS = { kind: 'person' as const, emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [] };

describe('addresses', () => {
  it('hosts asks for nothing before an environment is named, and recordUrl leads nowhere', () => {
    expect(dynamics.hosts({})).toEqual({ pages: [], api: [] });
    const { baseUrl: _, ...nowhere } = aConnection();
    expect(dynamics.recordUrl(ref('contact', 'contact'), nowhere)).toBeUndefined();
    for (const odd of [{ system: 'hubspot' }, { id: 'x' }, { native: 'annotation' }, { object: 'custom' as const, native: '../x' }])
      expect(dynamics.recordUrl({ ...ref('contact', 'contact'), ...odd }, aConnection())).toBeUndefined();
  });

  it('every verb throws invalid with the field when the connection names no environment', async () => {
    const { io } = scripted({});
    const { baseUrl: _, ...connection } = io.connection;
    expect(await failure(dynamics.read(ref('contact', 'contact'), { ...io, connection }))).toMatchObject({
      kind: 'invalid',
      field: 'address',
    });
    const [oauth] = dynamics.auth.filter((each) => each.oauth);
    expect(() => oauth?.oauth?.({ clientId: 'c' })).toThrow(expect.objectContaining({ field: 'address', code: 'required' }));
  });
});

describe('verify', () => {
  const script = (me: unknown, rights: unknown) => ({
    WhoAmI: me,
    RetrieveUserPrivilege: rights,
    [`/systemusers(${ID})`]: {},
  });

  it('names the user by her id when nothing else is told, and lists what each missing privilege takes away', async () => {
    const { io } = scripted(script({ UserId: ID }, { RolePrivileges: [] }));
    const report = await dynamics.verify(io);
    expect(report).toMatchObject({ account, userId: ID, userName: ID });
    expect(report.missing).toContainEqual({ what: 'annotation', code: 'no-create' });
    expect(report.missing).toContainEqual({ what: 'prvWriteContact', code: 'no-right' });
    expect(report.can).not.toContain('write:note');
  });

  it('a privilege that the environment does not know is missing, one that cannot be asked for now fails the check', async () => {
    expect((await dynamics.verify(scripted(script({ UserId: ID }, { status: 400, json: {} })).io)).can).not.toContain('read:ticket');
    expect((await failure(dynamics.verify(scripted(script({ UserId: ID }, { status: 503 })).io))).kind).toBe('unavailable');
    expect((await dynamics.verify(scripted(script({ UserId: ID }, { odd: true })).io)).can).not.toContain('timeline');
  });

  it('throws protocol when the user has no id', async () => {
    expect(await failure(dynamics.verify(scripted(script({ UserId: 'me' }, {})).io))).toMatchObject({ kind: 'protocol' });
  });
});

describe('dictionaries', () => {
  it('pipelines tell stages and ways to close by whatever names them', async () => {
    const { io } = scripted({
      '/processstages': {
        value: [{ processstageid: OTHER }, { stagename: 'no id' }, { processstageid: ID, stagename: 'First', stagecategory: 0 }],
      },
      StatusAttributeMetadata: {
        value: [
          { LogicalName: 'statecode' },
          {
            LogicalName: 'statuscode',
            OptionSet: {
              Options: [
                { Value: 1, State: 0 },
                { Value: 3, State: 1, Label: label('Won') },
                { Value: 4, State: 2 },
              ],
            },
          },
        ],
      },
    });
    expect((await dynamics.pipelines(io))[0]?.stages).toEqual([
      { id: ID, name: 'First', status: 'open' },
      { id: OTHER, name: OTHER, status: 'open' },
      { id: 'won:3', name: 'Won', status: 'won' },
      { id: 'lost:4', name: '4', status: 'lost' },
    ]);
    const bare = scripted({ '/processstages': { value: [] }, StatusAttributeMetadata: { value: [] } });
    expect((await dynamics.pipelines(bare.io))[0]?.stages).toEqual([]);
  });

  it('fields are told by what the metadata has, without shadow columns and choices that cannot be read', async () => {
    const { io } = scripted({
      "LogicalName='contact')?": {
        Attributes: [
          { LogicalName: 'new_plain' },
          { LogicalName: 'new_typed', AttributeType: 'Picklist', DisplayName: label('Typed') },
          { LogicalName: 'new_global', AttributeTypeName: { Value: 'PicklistType' } },
          { LogicalName: 'shadow', AttributeOf: 'new_typed' },
          { LogicalName: 'hidden', IsValidForRead: false },
          { LogicalName: 'elsewhere', IsValidODataAttribute: false },
        ],
      },
      '.PicklistAttributeMetadata': {
        value: [
          { LogicalName: 'new_typed', OptionSet: { Options: [{ Value: 1, Label: label('One') }, { Value: 2 }] } },
          { LogicalName: 'new_global', GlobalOptionSet: { Options: [{ Value: 9 }] } },
        ],
      },
      '.BooleanAttributeMetadata': { value: [{ LogicalName: 'new_plain', OptionSet: { TrueOption: { Value: 1 } } }, { LogicalName: 'x' }] },
      AttributeMetadata: { odd: true },
    });
    expect(await dynamics.fields('contact', io)).toEqual([
      { key: 'new_plain', label: 'new_plain', type: '', custom: false, readOnly: true, options: [{ value: '1', label: '1' }] },
      {
        key: 'new_typed',
        label: 'Typed',
        type: 'Picklist',
        custom: false,
        readOnly: true,
        options: [
          { value: '1', label: 'One' },
          { value: '2', label: '2' },
        ],
      },
      {
        key: 'new_global',
        label: 'new_global',
        type: 'PicklistType',
        custom: false,
        readOnly: true,
        options: [{ value: '9', label: '9' }],
      },
    ]);
    expect((await failure(dynamics.fields('contact', scripted({ EntityDefinitions: {} }).io))).kind).toBe('protocol');
  });
});

describe('records', () => {
  it('a deal names its customer where it has neither account nor contact of its own', () => {
    const customer = (table: string) => ({
      _customerid_value: OTHER,
      '_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname': table,
    });
    const deal = (table: string) => dynamics.toRecord('opportunity', { opportunityid: ID, ...customer(table) }, aConnection()).links;
    expect(deal('account')).toMatchObject([{ role: 'company', ref: { id: OTHER } }]);
    expect(deal('contact')).toMatchObject([{ role: 'primary-contact', ref: { id: OTHER } }]);
    expect(deal('team')).toEqual([]);
  });

  it('related of a case leads to its customer, and of a quote to customer and deal', async () => {
    const contact = { primarycontactid: { contactid: OTHER, fullname: 'Ana' } };
    const { io } = scripted({ [`/incidents(${ID})`]: contact, '/annotations': { value: [] } });
    expect((await dynamics.related(ref('ticket', 'incident'), io)).map(({ name }) => name)).toEqual(['Ana']);
    const { io: quoted, asked } = scripted({ [`/quotes(${ID})`]: { opportunityid: { opportunityid: OTHER, name: 'Deal' } } });
    expect((await dynamics.related(ref('quote', 'quote'), quoted)).map(({ name }) => name)).toContain('Deal');
    expect(asked.every((line) => line.startsWith('GET '))).toBe(true);
  });

  it('toActivity takes the kind of a pointer from its row, and a table’s plural for the table', () => {
    expect(dynamics.toActivity('activitypointers', { activityid: ID, activitytypecode: 'phonecall' }, aConnection()).kind).toBe('call');
    expect(dynamics.toActivity('activitypointer', { activityid: ID }, aConnection()).kind).toBe('other');
    expect(dynamics.toActivity('tasks', { activityid: ID, scheduledend: '2026-13-41T00:00:00Z' }, aConnection())).not.toHaveProperty(
      'dueAt',
    );
  });

  it('find keeps a person by her company’s name and the telling word of hers, and drops who has neither', async () => {
    const person = (fullname: string, rest: object) => ({ contactid: ID, fullname, ...rest });
    const company = {
      '_parentcustomerid_value@OData.Community.Display.V1.FormattedValue': 'Acme',
      _parentcustomerid_value: OTHER,
      '_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'account',
    };
    const found = async (row: object) =>
      dynamics.find(
        { ...NO_KEYS, names: ['Ana Ruiz'], companyNames: ['ACME'] },
        scripted({ '/contacts': { value: [row] }, '/leads': { value: [] } }).io,
      );
    expect(await found(person('Dr. Ruiz', company))).toHaveLength(1);
    expect(await found(person('Dr. Ruiz', {}))).toEqual([]);
    expect(await found(person('Dr. Other', company))).toEqual([]);
  });
});

describe('timeline and changes', () => {
  it('timeline has nothing more when every source has been read to its end', async () => {
    const end = btoa(
      JSON.stringify({ activitypointer: null, annotation: null, task: null, phonecall: null, email: null, appointment: null }),
    );
    const { io, asked } = scripted({});
    const outcome = await dynamics
      .timeline(ref('contact', 'contact'), { limit: 5, next: end }, io)
      .catch((error: { code?: string }) => error.code);
    expect([{ rows: [] }, 'bad-cursor']).toContainEqual(outcome);
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  it('timeline bears rows without time and number', async () => {
    const { io } = scripted({ '/annotations': { value: [{ notetext: 'x' }] }, '/': { value: [{ subject: 'y' }] } });
    const { rows } = await dynamics.timeline(ref('contact', 'contact'), { limit: 5 }, io);
    expect(rows.every(({ at }) => at === 0)).toBe(true);
  });

  it('changes tells deleted rows however the vendor marks them, and an amount without its currency', async () => {
    const value = [
      { id: OTHER, reason: 'deleted' },
      { '@odata.context': `https://${account}/api/data/v9.2/$metadata#opportunities/$deletedEntity`, id: 'odd' },
      { opportunityid: ID, name: 'D', estimatedvalue: 5, _transactioncurrencyid_value: 'odd' },
    ];
    const link = `https://${account}/api/data/v9.2/opportunities?$deltatoken=1`;
    const { io } = scripted({
      '/opportunities': { value, '@odata.deltaLink': link },
      '/transactioncurrencies': { value: [{}, { transactioncurrencyid: OTHER, isocurrencycode: 'EUR' }] },
    });
    const { rows, cursor } = await dynamics.changes('deal', undefined, io);
    expect(rows.map(({ ref: told }) => told.id)).toEqual([OTHER, '', ID]);
    expect((await failure(dynamics.changes('contact', 'e30', io))).code).toBe('bad-cursor');
    expect((await failure(dynamics.changes('activity', cursor, io))).code).toBe('bad-cursor');
    expect((await failure(dynamics.changes('customer', undefined, io))).code).toBe('unsupported');
  });
});
