import * as v from 'valibot';

/** HubSpot sends ids as digit strings; numbers are accepted, because older endpoints sent those. Never compute with them. */
const id = v.fallback(v.pipe(v.union([v.string(), v.pipe(v.number(), v.safeInteger())]), v.transform(String)), '');
const text = v.fallback(v.nullish(v.string()), undefined);
const yes = v.fallback(v.nullish(v.boolean()), undefined);
const order = v.fallback(v.nullish(v.number()), undefined);
const rows = <T>(row: v.GenericSchema<unknown, T>) => v.array(row);

const linkSchema = v.looseObject({ id, type: text });
const linksSchema = v.fallback(
  v.looseObject({ results: v.fallback(v.array(linkSchema), []), paging: v.fallback(v.nullish(v.unknown()), undefined) }),
  { results: [] },
);

/** One CRM object of any type (HubSpot: CRM Objects API). Properties are strings or null; anything else is kept as it came. */
export const objectSchema = v.looseObject({
  id,
  properties: v.fallback(v.record(v.string(), v.unknown()), {}),
  createdAt: text,
  updatedAt: text,
  archivedAt: text,
  url: text,
  archived: yes,
  associations: v.fallback(v.nullish(v.record(v.string(), linksSchema)), undefined),
});
/** One object as an answer: without an id it is no answer to the question. */
export const answeredSchema = v.pipe(
  objectSchema,
  v.check((object) => object.id !== ''),
);
export type HubspotObject = v.InferOutput<typeof objectSchema>;

/** A list, search or batch answer; `paging.next.after` is absent on the last page. */
export const listSchema = v.looseObject({ results: rows(objectSchema), paging: v.nullish(v.unknown()) });

/** What failed in a batch. */
export const partErrorsSchema = v.object({ errors: v.array(v.object({ category: v.string() })) });

/** HubSpot: Account Information API. */
export const accountSchema = v.looseObject({
  portalId: v.union([v.string(), v.number()]),
  companyCurrency: text,
  timeZone: text,
  uiDomain: text,
});

const ownerSchema = v.looseObject({
  id,
  email: text,
  firstName: text,
  lastName: text,
  type: text,
  archived: yes,
});
export type HubspotOwner = v.InferOutput<typeof ownerSchema>;
/** HubSpot: CRM Owners API. */
export const ownersSchema = v.looseObject({ results: rows(ownerSchema), paging: v.nullish(v.unknown()) });
export const oneOwnerSchema = ownerSchema;

const flag = v.fallback(v.nullish(v.union([v.string(), v.boolean(), v.number()])), undefined);
const stageSchema = v.looseObject({
  id,
  label: text,
  displayOrder: order,
  archived: yes,
  metadata: v.fallback(v.nullish(v.looseObject({ isClosed: flag, probability: flag })), undefined),
});
export type HubspotStage = v.InferOutput<typeof stageSchema>;
/** HubSpot: CRM Pipelines API. */
export const pipelinesSchema = v.looseObject({
  results: rows(
    v.looseObject({
      id,
      label: text,
      displayOrder: order,
      archived: yes,
      stages: v.fallback(v.array(stageSchema), []),
    }),
  ),
});

const optionSchema = v.looseObject({ label: text, value: text, hidden: yes });
/** HubSpot: CRM Properties API. */
export const propertiesSchema = v.looseObject({
  results: rows(
    v.looseObject({
      name: v.string(),
      label: text,
      type: text,
      hidden: yes,
      calculated: yes,
      hubspotDefined: yes,
      options: v.fallback(v.array(optionSchema), []),
      modificationMetadata: v.fallback(v.nullish(v.looseObject({ readOnlyValue: yes })), undefined),
    }),
  ),
});

const labelsOfLink = v.fallback(v.array(v.looseObject({ label: text })), []);
/** HubSpot: CRM Associations API, batch read; a record without any link is simply absent. */
export const associationsSchema = v.looseObject({
  results: rows(
    v.looseObject({
      from: v.looseObject({ id }),
      to: v.fallback(v.array(v.looseObject({ toObjectId: id, associationTypes: labelsOfLink })), []),
      paging: v.nullish(v.unknown()),
    }),
  ),
});

/** HubSpot: CRM Associations API, labels. */
export const labelsSchema = v.looseObject({ results: rows(v.looseObject({ category: text, typeId: v.number(), label: text })) });

const pagingSchema = v.looseObject({ next: v.looseObject({ after: v.union([v.string(), v.number()]) }) });

/** The cursor of the next page; undefined at the end or when the answer holds none. */
export function nextAfter(paging: unknown): string | undefined {
  const parsed = v.safeParse(pagingSchema, paging);
  return parsed.success ? String(parsed.output.next.after) : undefined;
}
