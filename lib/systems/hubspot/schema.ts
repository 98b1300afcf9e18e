import * as v from 'valibot';

/** HubSpot sends ids as digit strings; numbers are accepted, because older endpoints sent those. Never compute with them. */
const id = v.fallback(v.pipe(v.union([v.string(), v.pipe(v.number(), v.safeInteger())]), v.transform(String)), '');
const maybe = <T>(value: v.GenericSchema<unknown, T>) => v.fallback(v.nullish(value), undefined);
const listed = <T>(row: v.GenericSchema<unknown, T>) => v.fallback(v.array(row), []);
const text = maybe(v.string());
const yes = maybe(v.boolean());
const order = maybe(v.number());
const paging = v.nullish(v.unknown());
/** A list, search or batch answer; `paging.next.after` is absent on the last page. */
const rows = <T>(row: v.GenericSchema<unknown, T>) => v.looseObject({ results: v.array(row), paging });

const linksSchema = v.fallback(v.looseObject({ results: listed(v.looseObject({ id, type: text })), paging }), { results: [] });

/** One CRM object of any type (HubSpot: CRM Objects API). Properties are strings or null; anything else is kept as it came. */
export const objectSchema = v.looseObject({
  id,
  properties: v.fallback(v.record(v.string(), v.unknown()), {}),
  createdAt: text,
  updatedAt: text,
  archivedAt: text,
  url: text,
  archived: yes,
  associations: maybe(v.record(v.string(), linksSchema)),
});
/** One object as an answer: without an id it is no answer to the question. */
export const answeredSchema = v.pipe(
  objectSchema,
  v.check((object) => object.id !== ''),
);
/** An object as the schema leaves it: nothing in it is certain but an id, which may be empty. */
export type HubspotObject = v.InferOutput<typeof objectSchema>;

/** Objects of one type; a row may be anything, and is looked at on its own. */
export const listSchema = rows(objectSchema);

/** What failed in a batch. */
export const partErrorsSchema = v.object({ errors: v.array(v.object({ category: v.string() })) });

/** HubSpot: Account Information API. */
export const accountSchema = v.looseObject({
  portalId: v.union([v.string(), v.number()]),
  companyCurrency: text,
  timeZone: text,
  uiDomain: text,
});

/** HubSpot: CRM Owners API, one owner. */
export const ownerSchema = v.looseObject({
  id,
  email: text,
  firstName: text,
  lastName: text,
  type: text,
  archived: yes,
});
/** Somebody who can own records; a `QUEUE` is no person. */
export type HubspotOwner = v.InferOutput<typeof ownerSchema>;
/** HubSpot: CRM Owners API. */
export const ownersSchema = rows(ownerSchema);

const flag = maybe(v.union([v.string(), v.boolean(), v.number()]));
const stageSchema = v.looseObject({
  id,
  label: text,
  displayOrder: order,
  archived: yes,
  metadata: maybe(v.looseObject({ isClosed: flag, probability: flag })),
});
/** A stage of a board; both facts of its metadata come as text. */
export type HubspotStage = v.InferOutput<typeof stageSchema>;
/** HubSpot: CRM Pipelines API. */
export const pipelinesSchema = rows(
  v.looseObject({
    id,
    label: text,
    displayOrder: order,
    archived: yes,
    stages: listed(stageSchema),
  }),
);

const optionSchema = v.looseObject({ label: text, value: text, hidden: yes });
/** HubSpot: CRM Properties API. */
export const propertiesSchema = rows(
  v.looseObject({
    name: v.string(),
    label: text,
    type: text,
    hidden: yes,
    calculated: yes,
    hubspotDefined: yes,
    options: listed(optionSchema),
    modificationMetadata: maybe(v.looseObject({ readOnlyValue: yes })),
  }),
);

/** HubSpot: CRM Associations API, batch read; a record without any link is simply absent. */
export const associationsSchema = rows(
  v.looseObject({
    from: v.looseObject({ id }),
    to: listed(v.looseObject({ toObjectId: id, associationTypes: listed(v.looseObject({ label: text })) })),
    paging,
  }),
);

/** HubSpot: CRM Associations API, labels. */
export const labelsSchema = rows(v.looseObject({ category: text, typeId: v.number(), label: text }));

const pagingSchema = v.looseObject({ next: v.looseObject({ after: v.union([v.string(), v.number()]) }) });

/** The cursor of the next page; undefined at the end or when the answer holds none. */
export function nextAfter(paging: unknown): string | undefined {
  const parsed = v.safeParse(pagingSchema, paging);
  return parsed.success ? String(parsed.output.next.after) : undefined;
}
