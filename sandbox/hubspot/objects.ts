import * as v from 'valibot';
import { type Account, PORTAL } from './account.ts';
import { invalid, json, notFound } from './answers.ts';
import { ALWAYS, USUAL } from './properties.ts';
import { iso } from './seed.ts';
import type { StoredObject, Values } from './tables.ts';
import { definedBetween, type HubspotType, TYPES, typeNamed } from './types.ts';

/** Links of one type that come with a record; the rest is behind `paging`. */
const LINKS_PER_RECORD = 100;

/** One request for objects of one type. */
export interface ObjectCall {
  account: Account;
  type: HubspotType;
  correlationId: string;
  method: string;
  path: string;
  url: URL;
  text: string;
}

/** An object as the API shows it: the asked properties, or the usual ones; unknown names are left out silently. */
export function render(object: StoredObject, properties: Values, wanted: readonly string[]): Record<string, unknown> {
  const names = wanted.length === 0 ? USUAL[object.type] : [...ALWAYS[object.type], ...wanted];
  const { id: typeId } = TYPES.find((type) => type.path === object.type) ?? { id: object.type };
  return {
    id: object.id,
    properties: Object.fromEntries([...new Set(names)].sort().map((name) => [name, properties[name] ?? null])),
    createdAt: iso(object.createdAt),
    updatedAt: iso(object.updatedAt),
    archived: object.archived,
    ...(object.archivedAt !== undefined && { archivedAt: iso(object.archivedAt) }),
    ...(TYPES.slice(0, 5).some((type) => type.path === object.type) && {
      url: `https://app.hubspot.com/contacts/${PORTAL}/record/${typeId}/${object.id}`,
    }),
  };
}

/** GET one, with `associations` and `idProperty=email`. */
export function readOne(call: ObjectCall, id: string): Response {
  const { account, type, url } = call;
  const byEmail = url.searchParams.get('idProperty') === 'email';
  const object = byEmail
    ? account.tables.all(type.path).find((each) => each.properties.email === id.toLowerCase())
    : account.tables.get(type.path, id);
  if (!object || object.archived) return notFound(call.correlationId);
  const wanted = names(url, 'properties');
  const linked = names(url, 'associations').map(typeNamed);
  if (linked.includes(undefined)) return invalid(call.correlationId, 'Unable to infer object type from the given associations');
  const associations = Object.fromEntries(
    linked.flatMap((to) => {
      const rows = to ? account.tables.links(object, to.path) : [];
      // Line items are named with a blank here, and with an underscore everywhere else.
      return to && rows.length > 0 ? [[to.path.replace('_', ' '), linksOf(object, to, rows)]] : [];
    }),
  );
  return json({ ...render(object, object.properties, wanted), ...(Object.keys(associations).length > 0 && { associations }) });
}

/** Primary links come twice, once with their own word and once as `_unlabeled`, as HubSpot does. */
function linksOf(from: StoredObject, to: HubspotType, rows: readonly { id: string; typeIds: Set<number> }[]) {
  const word = TYPES.find((type) => type.path === from.type)?.word ?? from.type;
  const types = definedBetween(from.type, to.path);
  const isLabelled = types.some((type) => type.label !== null);
  const shown = rows.slice(0, LINKS_PER_RECORD);
  const results = shown.flatMap((row) => {
    const isPrimary = types.some((type) => type.label !== null && row.typeIds.has(type.id));
    const plain = { id: row.id, type: `${word}_to_${to.word}${isLabelled ? '_unlabeled' : ''}` };
    return isPrimary ? [{ id: row.id, type: `${word}_to_${to.word}` }, plain] : [plain];
  });
  const last = shown.at(-1);
  const more = rows.length > shown.length && last;
  return {
    results,
    ...(more && { paging: { next: { after: last.id, link: `https://api.hubapi.com/crm/v4/objects/${word}/${from.id}` } } }),
  };
}

/** GET all, 100 a page at most. */
export function list(call: ObjectCall): Response {
  const limit = Number(call.url.searchParams.get('limit') ?? 10);
  const after = Number(call.url.searchParams.get('after') ?? 0);
  const archived = call.url.searchParams.get('archived') === 'true';
  if (!(limit >= 1 && limit <= 100) || !Number.isInteger(after)) return invalid(call.correlationId, 'limit must be between 1 and 100');
  const rows = call.account.tables.all(call.type.path).filter((object) => object.archived === archived && object.mergedInto === undefined);
  const page = rows.slice(after, after + limit);
  const next = after + limit < rows.length ? { paging: { next: { after: String(after + limit), link: call.url.href } } } : {};
  return json({ results: page.map((object) => render(object, object.properties, names(call.url, 'properties'))), ...next });
}

/** POST batch/read: 200 when all were found, 207 when not. */
export function readBatch(call: ObjectCall): Response {
  const schema = v.looseObject({
    inputs: v.array(v.looseObject({ id: v.union([v.string(), v.number()]) })),
    properties: v.optional(v.array(v.string()), []),
  });
  const parsed = v.safeParse(schema, parse(call.text));
  if (!parsed.success || parsed.output.inputs.length > 100) return invalid(call.correlationId, 'Invalid input JSON');
  const ids = [...new Set(parsed.output.inputs.map((input) => String(input.id)))];
  const found = ids.flatMap((id) => call.account.tables.get(call.type.path, id) ?? []);
  const lost = ids.filter((id) => !found.some((object) => object.id === id));
  const results = found.map((object) => render(object, object.properties, parsed.output.properties));
  return batch(call, results, lost.length === 0 ? [] : [lostError(call, lost)], lost.length);
}

function batch(call: ObjectCall, results: unknown[], errors: unknown[], numErrors: number, status = 200): Response {
  const at = iso(call.account.context.now());
  const trouble = numErrors > 0 ? { numErrors, errors } : {};
  return json({ status: 'COMPLETE', results, startedAt: at, completedAt: at, ...trouble }, numErrors > 0 ? 207 : status);
}

function lostError(call: ObjectCall, ids: readonly string[]) {
  const message = `Could not get some ${call.type.path}, they may be deleted or not exist. Check that ids are valid.`;
  return { status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids }, errors: [], links: {} };
}

function names(url: URL, parameter: string): string[] {
  return url.searchParams
    .getAll(parameter)
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Undefined when the body is no JSON. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
