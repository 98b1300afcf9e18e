import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import { tokenHeader } from '../bearer.ts';
import type { Io, NewField } from '../contract.ts';
import { type Call, send, sendFor, serverNow } from '../http.ts';
import { everyRow } from '../paging.ts';
import { unless } from '../refusals.ts';
import { objectOf, phrase } from '../values.ts';
import { classify } from './errors.ts';
import { CONTACT, type ObjectType } from './objects.ts';
import {
  accountSchema,
  answeredSchema,
  associationsSchema,
  type HubspotObject,
  type HubspotOwner,
  labelsSchema,
  listSchema,
  nextAfter,
  ownerSchema,
  ownersSchema,
  partErrorsSchema,
  pipelinesSchema,
  propertiesSchema,
} from './schema.ts';

/** HubSpot's dated API release; each is supported for 18 months. Numbered paths (v3, v4) end in 2027. */
const VERSION = '2026-09';
/** The release that has the upload of files. */
const FILES_VERSION = '2026-03';
/** Where uploads go: the root of the file manager is refused. */
const FOLDER = '/sidelight';
/** One host for every data region. */
const HOST = 'https://api.hubapi.com';
const OWNERS = `${HOST}/crm/owners/${VERSION}`;
/** A list is read no further. */
const MOST_ROWS = 10_000;
/** Most inputs of one batch read. */
const BATCH = 100;

/** One page of a search: groups are joined by OR, filters within a group by AND; HubSpot sorts by one property at most. */
export interface Search {
  filterGroups?: { filters: { propertyName: string; operator: string; value?: string; values?: string[] }[] }[];
  query?: string;
  sorts?: { propertyName: string; direction: 'ASCENDING' | 'DESCENDING' }[];
  properties: readonly string[];
  limit: number;
}

/** Body of a create. HubSpot requires `associations`, be it empty. */
export interface NewObject {
  properties: Record<string, string>;
  associations: { to: { id: string }; types: { associationCategory: 'HUBSPOT_DEFINED'; associationTypeId: number }[] }[];
}

/** HubSpot: Account Information API, "account details". The cheapest call that proves a key. */
export async function getAccount(io: Io) {
  return ask(io, { url: `${HOST}/account-info/${VERSION}/details` }, accountSchema);
}

/** HubSpot: CRM Objects API, "read". With `links`, the ids of everything associated come in the same answer. */
export async function getObject(io: Io, type: ObjectType, id: string, links: readonly ObjectType[], properties: readonly string[]) {
  const query = {
    properties: properties.join(','),
    associations: links.length === 0 ? undefined : links.map((link) => link.path).join(','),
  };
  return ask(io, { url: objectUrl(type, id), query }, answeredSchema);
}

/** HubSpot: CRM Objects API, "read", a contact by one of its e-mails. Sees a write at once, unlike search. */
export async function getByEmail(io: Io, email: string) {
  const query = { idProperty: 'email', properties: CONTACT.properties.join(',') };
  return ask(io, { url: objectUrl(CONTACT, email), query }, answeredSchema);
}

/** HubSpot: CRM Objects API, "list"; a page of one row is used to find out whether the key may read a type. */
export async function peek(io: Io, type: ObjectType): Promise<void> {
  await ask(io, { url: typeUrl(type), query: { limit: 1 } }, listSchema);
}

/** HubSpot: CRM Objects API, "read a batch": 100 per request, all requests at once. 207 = some were not found; those are left out. */
export async function readBatch(io: Io, type: ObjectType, ids: readonly string[], properties = type.properties): Promise<HubspotObject[]> {
  const slices = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, n) => ids.slice(n * BATCH, (n + 1) * BATCH));
  const answers = await Promise.all(
    slices.map(async (slice) => {
      const json = { properties, propertiesWithHistory: [], inputs: slice.map((id) => ({ id })) };
      return whole(await ask(io, { method: 'POST', url: `${typeUrl(type)}/batch/read`, json }, listSchema));
    }),
  );
  return answers.flatMap((answer) => answer.results);
}

/**
 * The answer of a batch (207 when a part failed). What does not exist or has no links is left out; any other failure may pass, and
 * rows that are missing for it must not look as if they were not there.
 */
function whole<T extends object>(answer: T): T {
  if (v.is(partErrorsSchema, answer) && answer.errors.some(({ category }) => category !== 'OBJECT_NOT_FOUND'))
    throw new SystemError('unavailable', { status: 207, code: 'partial' });
  return answer;
}

/** HubSpot: CRM Search API. 5 requests per second and account, shared with all other integrations; lags behind writes. */
export async function search(io: Io, type: ObjectType, json: Search): Promise<HubspotObject[]> {
  return (await searchPage(io, type, json)).objects;
}

/** A page of a list as HubSpot served it. `servedAt`: HubSpot's own clock, where the answer tells it. */
export interface ServedPage {
  objects: HubspotObject[];
  after: string | undefined;
  servedAt: number | undefined;
}

/** The same search for whoever goes on where it ends, and must not trust the rep's clock. */
export async function searchPage(io: Io, type: ObjectType, json: Search): Promise<ServedPage> {
  return served(io, { method: 'POST', url: `${typeUrl(type)}/search`, json });
}

/** HubSpot: CRM Objects API, "list" of what was deleted. It cannot be filtered by time; each row has its `archivedAt`. */
export async function listArchived(io: Io, type: ObjectType, after: string | undefined): Promise<ServedPage> {
  const query = { archived: true, limit: 100, properties: 'hs_object_id', after };
  return served(io, { url: typeUrl(type), query });
}

/**
 * HubSpot: CRM Associations API, "batch read": what many records are linked to, by id of the record, in the shape a record's own
 * answer has them. The first page of each record's links only.
 */
export async function linksOfMany(io: Io, from: ObjectType, ids: readonly string[], to: ObjectType): Promise<Map<string, Links>> {
  const { results } = await linkPage(
    io,
    from,
    to,
    ids.map((id) => ({ id })),
  );
  return new Map(
    results.map((row) => {
      const links = row.to.map((each) => {
        const isLabelled = each.associationTypes.some((type) => type.label);
        return { id: each.toObjectId, type: isLabelled ? 'labelled' : '_unlabeled' };
      });
      return [row.from.id, { results: links, paging: undefined }];
    }),
  );
}

type Links = NonNullable<HubspotObject['associations']>[string];

/**
 * HubSpot: CRM Associations API, "batch read": ids of all `to` records linked to one record, from `after` on. Read-after-write
 * consistent, unlike search.
 */
export async function linkedIds(io: Io, from: ObjectType, id: string, to: ObjectType, after?: string): Promise<string[]> {
  const linked = await everyRow(
    async (place) => {
      const { results } = await linkPage(io, from, to, [{ id, ...(place !== undefined && { after: place }) }]);
      const row = results.find((each) => each.from.id === id);
      return { rows: (row?.to ?? []).map((each) => each.toObjectId), next: nextAfter(row?.paging) };
    },
    MOST_ROWS,
    after,
  );
  return [...new Set(linked)];
}

async function linkPage(io: Io, from: ObjectType, to: ObjectType, inputs: readonly { id: string; after?: string }[]) {
  const answer = await ask(io, { method: 'POST', url: `${linksUrl(from, to)}/batch/read`, json: { inputs } }, associationsSchema);
  return whole(answer);
}

function linksUrl(from: ObjectType, to: ObjectType): string {
  return `${HOST}/crm/associations/${VERSION}/${from.path}/${to.path}`;
}

/** HubSpot: CRM Associations API, "labels": the types of links there are between two kinds of record in this account. */
export async function listLabels(io: Io, from: ObjectType, to: ObjectType) {
  return (await ask(io, { url: `${linksUrl(from, to)}/labels` }, labelsSchema)).results;
}

/** HubSpot: CRM Objects API, "create" (201; some proxies turn it into 200). */
export async function createObject(io: Io, type: ObjectType, json: NewObject) {
  return ask(io, { method: 'POST', url: typeUrl(type), json, write: true }, answeredSchema);
}

/** HubSpot: CRM Objects API, "update". The answer holds only what changed. */
export async function updateObject(io: Io, type: ObjectType, id: string, properties: Record<string, string>) {
  return ask(io, { method: 'PATCH', url: objectUrl(type, id), json: { properties }, write: true }, answeredSchema);
}

/** HubSpot: CRM Objects API, "archive": into the recycling bin. */
export async function archiveObject(io: Io, type: ObjectType, id: string): Promise<void> {
  await call(io, { method: 'DELETE', url: objectUrl(type, id), write: true });
}

/** HubSpot: Files API, "upload a file": nobody but users of the account may open it. Answers its id. */
export async function uploadFile(io: Io, file: { name: string; type: string; bytes: Uint8Array }): Promise<string> {
  const data = new FormData();
  // A copy: the bytes may be a view of something larger or shared, which a Blob does not take.
  data.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
  data.append('folderPath', FOLDER);
  data.append('options', JSON.stringify({ access: 'PRIVATE' }));
  const answer = await call(io, { method: 'POST', url: filesUrl(), data, write: true });
  const id = phrase(objectOf(answer.json).id);
  if (id === undefined) throw new SystemError('unknown-outcome', { status: answer.status, code: 'unexpected-shape' });
  return id;
}

/** HubSpot: Files API, "retrieve a file's details". */
export async function getFile(io: Io, id: string): Promise<unknown> {
  return (await call(io, { url: filesUrl(id) })).json;
}

/** Asks for a file that cannot exist: tells a missing right (403) from a present one (404). */
export async function peekFiles(io: Io): Promise<void> {
  await unless(getFile(io, '0'), 'not-found', undefined);
}

/** HubSpot: Files API, "delete a file". */
export async function archiveFile(io: Io, id: string): Promise<void> {
  await call(io, { method: 'DELETE', url: filesUrl(id), write: true });
}

function filesUrl(id?: string): string {
  return `${HOST}/files/${FILES_VERSION}/files${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;
}

/** An update of a record that cannot exist: tells a missing write scope (403) from a present one (404), and changes nothing. */
export async function probeWrite(io: Io, type: ObjectType): Promise<void> {
  const probe = call(io, { method: 'PATCH', url: objectUrl(type, '0'), json: { properties: {} } });
  await unless(probe, ['not-found', 'invalid'], undefined);
}

/** HubSpot: CRM Owners API. Deactivated owners are only listed with `archived`. All pages. */
export async function listOwners(io: Io, archived: boolean): Promise<HubspotOwner[]> {
  return everyRow(async (after) => {
    const { results, paging } = await ask(io, { url: OWNERS, query: { limit: 100, archived, after } }, ownersSchema);
    return { rows: results, next: nextAfter(paging) };
  }, MOST_ROWS);
}

/** HubSpot: CRM Owners API, filtered by e-mail; or the first two, which tells whether there is only one. */
export async function findOwners(io: Io, email?: string): Promise<HubspotOwner[]> {
  return (await ask(io, { url: OWNERS, query: { limit: 2, email: email || undefined } }, ownersSchema)).results;
}

/** HubSpot: CRM Owners API, one by id. */
export async function getOwner(io: Io, id: string): Promise<HubspotOwner> {
  return ask(io, { url: `${OWNERS}/${encodeURIComponent(id)}` }, ownerSchema);
}

/** HubSpot: CRM Pipelines API. */
export async function listPipelines(io: Io, type: ObjectType) {
  return (await ask(io, { url: `${HOST}/crm/pipelines/${VERSION}/${type.path}` }, pipelinesSchema)).results;
}

/** HubSpot: CRM Properties API. About 400 kB for companies: fetch rarely. */
export async function listProperties(io: Io, type: ObjectType) {
  return (await ask(io, { url: propertiesUrl(type) }, propertiesSchema)).results;
}

/**
 * HubSpot: CRM Properties API, "create a property", a number in the type's own group (`contactinformation`). Wants the scope
 * `crm.schemas.….write`; a name that is taken is a conflict.
 */
export async function createProperty(io: Io, type: ObjectType, { name, label }: Pick<NewField, 'name' | 'label'>): Promise<void> {
  const json = { name, label, type: 'number', fieldType: 'number', groupName: `${type.object}information` };
  await call(io, { method: 'POST', url: propertiesUrl(type), json, write: true });
}

function propertiesUrl(type: ObjectType): string {
  return `${HOST}/crm/properties/${VERSION}/${type.path}`;
}

function typeUrl(type: ObjectType): string {
  return `${HOST}/crm/objects/${VERSION}/${type.path}`;
}

function objectUrl(type: ObjectType, id: string): string {
  return `${typeUrl(type)}/${encodeURIComponent(id)}`;
}

async function ask<T>(io: Io, request: Call, schema: v.GenericSchema<unknown, T>): Promise<T> {
  return (await exchange(io, request, schema)).value;
}

async function served(io: Io, request: Call): Promise<ServedPage> {
  const { value, headers } = await exchange(io, request, listSchema);
  return { objects: value.results, after: nextAfter(value.paging), servedAt: serverNow(headers) };
}

async function exchange<T>(io: Io, request: Call, schema: v.GenericSchema<unknown, T>) {
  return sendFor(io, { ...request, headers: tokenHeader(io.connection) }, schema, classify);
}

/** The same for what answers nothing, or nothing that is told beforehand. */
async function call(io: Io, request: Call) {
  return send(io, { ...request, headers: tokenHeader(io.connection) }, classify);
}
