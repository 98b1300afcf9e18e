import * as v from 'valibot';
import { invalid, json, notFound } from './answers.ts';
import { type ObjectCall, parse } from './objects.ts';
import { iso } from './seed.ts';
import { definedBetween, type HubspotType } from './types.ts';

/** Links of one record in one answer of the batch read. */
const PAGE = 500;

const inputsSchema = v.looseObject({
  inputs: v.array(v.looseObject({ id: v.union([v.string(), v.number()]), after: v.optional(v.nullable(v.string())) })),
});

/** POST associations batch/read: records without links are simply absent. */
export function readLinks(call: ObjectCall, to: HubspotType): Response {
  const parsed = v.safeParse(inputsSchema, parse(call.text));
  if (!parsed.success || parsed.output.inputs.length > 1_000) return invalid(call.correlationId, 'Invalid input JSON');
  const at = iso(call.account.context.now());
  const results = parsed.output.inputs.flatMap((input) => {
    const row = linkRow(call, to, String(input.id), input.after ?? undefined);
    return row ? [row] : [];
  });
  return json({ status: 'COMPLETE', results, startedAt: at, completedAt: at });
}

/** GET of one record's links of one type. */
export function listLinks(call: ObjectCall, id: string, to: HubspotType): Response {
  if (!call.account.tables.get(call.type.path, id)) return notFound(call.correlationId);
  const row = linkRow(call, to, id, call.url.searchParams.get('after') ?? undefined);
  return json({ results: row?.to ?? [], ...(row?.paging && { paging: row.paging }) });
}

/** PUT of one link: unlabelled with `default` in the path, else with the types of the body. */
export function putLink(call: ObjectCall, id: string, to: HubspotType, toId: string, isDefault: boolean): Response {
  const { account, type, correlationId } = call;
  const [from, target] = [account.tables.get(type.path, id), account.tables.get(to.path, toId)];
  if (!from || !target) return notFound(correlationId);
  const known = definedBetween(type.path, to.path);
  const asked = v.safeParse(v.array(v.looseObject({ associationTypeId: v.number() })), parse(call.text));
  const ids = isDefault
    ? known.slice(0, 1).map((each) => each.id)
    : asked.success
      ? asked.output.map((each) => each.associationTypeId)
      : [];
  if (ids.length === 0 || ids.some((each) => !known.some((type) => type.id === each))) {
    return invalid(correlationId, `One or more association types are not valid between ${type.path} and ${to.path}`);
  }
  account.tables.link(from, target, ids);
  return json({ fromObjectTypeId: type.id, fromObjectId: id, toObjectTypeId: to.id, toObjectId: toId, labels: [] }, isDefault ? 200 : 201);
}

export function labels(from: HubspotType, to: HubspotType): Response {
  const results = definedBetween(from.path, to.path).map((each) => ({ category: 'HUBSPOT_DEFINED', typeId: each.id, label: each.label }));
  return json({ results });
}

function linkRow(call: ObjectCall, to: HubspotType, id: string, after: string | undefined) {
  const object = call.account.tables.get(call.type.path, id);
  const rows = object ? call.account.tables.links(object, to.path) : [];
  if (rows.length === 0) return undefined;
  const start = after === undefined ? 0 : rows.findIndex((row) => row.id === after) + 1;
  const page = rows.slice(start, start + PAGE);
  const types = definedBetween(call.type.path, to.path);
  const last = page.at(-1);
  return {
    from: { id },
    to: page.map((row) => ({
      toObjectId: row.id,
      associationTypes: types
        .filter((type) => row.typeIds.has(type.id))
        .map((type) => ({ category: 'HUBSPOT_DEFINED', typeId: type.id, label: type.label })),
    })),
    ...(last && start + PAGE < rows.length && { paging: { next: { after: last.id, link: call.url.href } } }),
  };
}
