/**
 * The tables of the environment in the vendor's names: `s` text, `i` whole number or choice, `n` decimal or money, `b` yes/no, `d` day,
 * `t` moment, `g` id. `lookups`: column → the navigation names it has, each with the table it leads to. `collections`:
 * navigation name → the table and column on the other side.
 */
interface TableModel {
  set: string;
  key: string;
  /** The column a lookup to a row of this table is shown by. */
  name: string;
  columns: Readonly<Partial<Record<ColumnType, string>>>;
  lookups: Readonly<Record<string, Readonly<Record<string, string>>>>;
  collections?: Readonly<Record<string, readonly [table: string, column: string]>>;
  tracked?: boolean;
}
export type ColumnType = 's' | 'i' | 'n' | 'b' | 'd' | 't' | 'g';

const STAMPS = 'createdon modifiedon overriddencreatedon';
const OWNED = {
  ownerid: { ownerid: 'systemuser' },
  owninguser: { owninguser: 'systemuser' },
  createdby: { createdby: 'systemuser' },
  modifiedby: { modifiedby: 'systemuser' },
};
const CURRENCY = { transactioncurrencyid: { transactioncurrencyid: 'transactioncurrency' } };
const ADDRESS = 'address1_line1 address1_city address1_stateorprovince address1_postalcode address1_country';
const CUSTOM_TEXT = 'new_language new_source new_utmcampaign';
const CUSTOM_COUNTS = 'new_pageviews new_visits new_emailopens new_emailclicks new_contentdownloads';

/** The records an activity or note can be about. */
const REGARDING = ['contact', 'lead', 'account', 'opportunity', 'incident'] as const;
const regarding = (activity: string) => Object.fromEntries(REGARDING.map((table) => [`regardingobjectid_${table}_${activity}`, table]));
const PARTY = Object.fromEntries([...REGARDING, 'systemuser'].map((table) => [`partyid_${table}`, table]));
const connected = (side: string) => Object.fromEntries(REGARDING.map((table) => [`${side}_${table}`, table]));

const ACTIVITY = 'subject description activitytypecode';
const ACTIVITY_NUMBERS = 'statecode statuscode prioritycode actualdurationminutes scheduleddurationminutes';
const ACTIVITY_TIMES = `${STAMPS} scheduledstart scheduledend actualstart actualend senton`;

function activityTable(native: string, set: string, more: Partial<Record<ColumnType, string>> = {}): TableModel {
  return {
    set,
    key: 'activityid',
    name: 'subject',
    tracked: native !== 'activitypointer',
    columns: { s: `${ACTIVITY} ${more.s ?? ''}`, i: ACTIVITY_NUMBERS, t: ACTIVITY_TIMES, b: more.b ?? '' },
    lookups: { ...OWNED, regardingobjectid: regarding(native) },
    collections: { [`${native}_activity_parties`]: ['activityparty', 'activityid'] },
  };
}

/** Quotes, orders and invoices, which are built alike. */
function paper(native: string, number: string, date: string, lookups: TableModel['lookups'] = {}): TableModel {
  return {
    set: `${native}s`,
    key: `${native}id`,
    name: 'name',
    columns: {
      s: `name description ${number}`,
      i: 'statecode statuscode',
      n: 'totalamount totalamount_base exchangerate',
      t: `${STAMPS} ${date}`,
    },
    lookups: {
      ...OWNED,
      ...CURRENCY,
      customerid: { customerid_account: 'account', customerid_contact: 'contact' },
      opportunityid: { opportunityid: 'opportunity' },
      ...lookups,
    },
  };
}

export const MODEL: Readonly<Record<string, TableModel>> = {
  contact: {
    set: 'contacts',
    key: 'contactid',
    name: 'fullname',
    tracked: true,
    columns: {
      s: `fullname firstname lastname emailaddress1 emailaddress2 emailaddress3 telephone1 telephone2 telephone3 mobilephone jobtitle department description ${ADDRESS} ${CUSTOM_TEXT}`,
      i: `statecode statuscode leadsourcecode preferredcontactmethodcode ${CUSTOM_COUNTS}`,
      b: 'merged donotemail',
      t: STAMPS,
    },
    lookups: {
      ...OWNED,
      ...CURRENCY,
      parentcustomerid: { parentcustomerid_account: 'account', parentcustomerid_contact: 'contact' },
      masterid: { masterid: 'contact' },
    },
    collections: {
      opportunity_parent_contact: ['opportunity', 'parentcontactid'],
      opportunity_customer_contacts: ['opportunity', 'customerid'],
    },
  },
  lead: {
    set: 'leads',
    key: 'leadid',
    name: 'fullname',
    tracked: true,
    columns: {
      s: `fullname firstname lastname subject companyname emailaddress1 emailaddress2 emailaddress3 telephone1 telephone2 telephone3 mobilephone jobtitle websiteurl description ${ADDRESS} ${CUSTOM_TEXT}`,
      i: `statecode statuscode leadsourcecode leadqualitycode ${CUSTOM_COUNTS}`,
      b: 'merged',
      t: STAMPS,
    },
    lookups: {
      ...OWNED,
      ...CURRENCY,
      masterid: { masterid: 'lead' },
      parentaccountid: { parentaccountid: 'account' },
      parentcontactid: { parentcontactid: 'contact' },
    },
  },
  account: {
    set: 'accounts',
    key: 'accountid',
    name: 'name',
    tracked: true,
    columns: {
      s: `name emailaddress1 emailaddress2 emailaddress3 telephone1 telephone2 telephone3 websiteurl description ${ADDRESS}`,
      i: 'statecode statuscode industrycode numberofemployees customertypecode',
      n: 'revenue revenue_base creditlimit exchangerate',
      b: 'merged creditonhold',
      t: STAMPS,
    },
    lookups: { ...OWNED, ...CURRENCY, primarycontactid: { primarycontactid: 'contact' }, masterid: { masterid: 'account' } },
    collections: {
      contact_customer_accounts: ['contact', 'parentcustomerid'],
      opportunity_parent_account: ['opportunity', 'parentaccountid'],
      opportunity_customer_accounts: ['opportunity', 'customerid'],
    },
  },
  opportunity: {
    set: 'opportunities',
    key: 'opportunityid',
    name: 'name',
    tracked: true,
    columns: {
      s: 'name description stepname',
      i: 'statecode statuscode closeprobability salesstage opportunityratingcode prioritycode',
      b: 'isrevenuesystemcalculated',
      n: 'estimatedvalue estimatedvalue_base actualvalue actualvalue_base totalamount exchangerate',
      d: 'estimatedclosedate actualclosedate',
      t: STAMPS,
    },
    lookups: {
      ...OWNED,
      ...CURRENCY,
      parentaccountid: { parentaccountid: 'account' },
      parentcontactid: { parentcontactid: 'contact' },
      customerid: { customerid_account: 'account', customerid_contact: 'contact' },
    },
    collections: { opportunity_opportunitysalesprocess: ['opportunitysalesprocess', 'opportunityid'] },
  },
  incident: {
    set: 'incidents',
    key: 'incidentid',
    name: 'title',
    tracked: true,
    columns: { s: 'title ticketnumber description', i: 'statecode statuscode prioritycode', t: STAMPS },
    lookups: {
      ...OWNED,
      customerid: { customerid_account: 'account', customerid_contact: 'contact' },
      primarycontactid: { primarycontactid: 'contact' },
    },
  },
  opportunityproduct: {
    set: 'opportunityproducts',
    key: 'opportunityproductid',
    name: 'opportunityproductname',
    columns: {
      s: 'opportunityproductname productdescription description',
      i: 'lineitemnumber',
      n: 'quantity priceperunit baseamount extendedamount exchangerate',
      b: 'isproductoverridden ispriceoverridden',
      t: STAMPS,
    },
    lookups: { ...CURRENCY, opportunityid: { opportunityid: 'opportunity' } },
  },
  salesorder: paper('salesorder', 'ordernumber', 'submitdate', { quoteid: { quoteid: 'quote' } }),
  invoice: paper('invoice', 'invoicenumber', 'duedate', { salesorderid: { salesorderid: 'salesorder' } }),
  quote: paper('quote', 'quotenumber', 'effectiveto'),
  activitypointer: activityTable('activitypointer', 'activitypointers'),
  task: activityTable('task', 'tasks'),
  phonecall: activityTable('phonecall', 'phonecalls', { s: 'phonenumber category', b: 'directioncode leftvoicemail' }),
  email: activityTable('email', 'emails', { s: 'sender torecipients', b: 'directioncode' }),
  appointment: activityTable('appointment', 'appointments', { s: 'location', b: 'isalldayevent' }),
  annotation: {
    set: 'annotations',
    key: 'annotationid',
    name: 'subject',
    tracked: true,
    columns: { s: 'subject notetext filename mimetype documentbody', i: 'filesize', b: 'isdocument', t: STAMPS },
    lookups: { ...OWNED, objectid: Object.fromEntries(REGARDING.map((table) => [`objectid_${table}`, table])) },
  },
  activityparty: {
    set: 'activityparties',
    key: 'activitypartyid',
    name: 'addressused',
    columns: { i: 'participationtypemask', s: 'addressused' },
    lookups: { partyid: PARTY, activityid: { activityid_activitypointer: 'activitypointer' } },
  },
  connection: {
    set: 'connections',
    key: 'connectionid',
    name: 'name',
    columns: { s: 'name', i: 'statecode statuscode', t: STAMPS },
    lookups: { ...OWNED, record1id: connected('record1id'), record2id: connected('record2id') },
  },
  opportunitysalesprocess: {
    set: 'opportunitysalesprocesses',
    key: 'businessprocessflowinstanceid',
    name: 'name',
    columns: { s: 'name traversedpath', i: 'statecode statuscode', t: `${STAMPS} activestagestartedon completedon` },
    lookups: {
      opportunityid: { opportunityid: 'opportunity' },
      activestageid: { activestageid: 'processstage' },
      processid: { processid: 'workflow' },
    },
  },
  processstage: {
    set: 'processstages',
    key: 'processstageid',
    name: 'stagename',
    columns: { s: 'stagename primaryentitytypecode', i: 'stagecategory' },
    lookups: { processid: { processid: 'workflow' } },
  },
  workflow: { set: 'workflows', key: 'workflowid', name: 'name', columns: { s: 'name uniquename' }, lookups: {} },
  systemuser: {
    set: 'systemusers',
    key: 'systemuserid',
    name: 'fullname',
    columns: {
      s: 'fullname internalemailaddress',
      b: 'isdisabled',
      i: 'accessmode',
      g: 'azureactivedirectoryobjectid applicationid',
      t: STAMPS,
    },
    lookups: {},
  },
  transactioncurrency: {
    set: 'transactioncurrencies',
    key: 'transactioncurrencyid',
    name: 'currencyname',
    columns: { s: 'currencyname isocurrencycode currencysymbol', i: 'currencyprecision' },
    lookups: {},
  },
};

const TYPES = new Map(
  Object.entries(MODEL).map(([native, { key, columns, lookups }]) => {
    const own = Object.entries(columns).flatMap(([type, names]) =>
      names.split(' ').flatMap((name): [string, ColumnType][] => (name === '' ? [] : [[name, type as ColumnType]])),
    );
    const ids = Object.keys(lookups).map((name): [string, ColumnType] => [`_${name}_value`, 'g']);
    return [native, new Map<string, ColumnType>([[key, 'g'], ...own, ...ids])] as const;
  }),
);

/** Property name → type, lookups as `_x_value`; empty for a table nobody has. */
export function typesOf(native: string): ReadonlyMap<string, ColumnType> {
  return TYPES.get(native) ?? new Map();
}

/** The logical name behind an entity set. */
export function nativeOfSet(set: string): string | undefined {
  return Object.entries(MODEL).find(([, model]) => model.set === set)?.[0];
}

/** Which column a single-valued navigation name belongs to, and where it leads. */
export function navigation(native: string, name: string): { column: string; target: string } | undefined {
  for (const [column, names] of Object.entries(MODEL[native]?.lookups ?? {})) {
    const target = names[name];
    if (target !== undefined) return { column, target };
  }
  return undefined;
}

/** Tables whose rows stand in a timeline. */
export const ACTIVITY_SETS_OF: Readonly<Record<string, string>> = {
  task: 'tasks',
  phonecall: 'phonecalls',
  email: 'emails',
  appointment: 'appointments',
  annotation: 'annotations',
};
