import * as v from 'valibot';

/** Answer of "Query" and "QueryAll"; with `nextRecordsUrl` the server holds more of what was asked for. */
export const rows = v.looseObject({ records: v.array(v.looseObject({})), nextRecordsUrl: v.nullish(v.string()) });

/** Answer of "Composite": a part may have failed, then its body is a list of errors. */
export const compositeAnswer = v.looseObject({
  compositeResponse: v.array(v.looseObject({ referenceId: v.string(), httpStatusCode: v.number(), body: v.unknown() })),
});

/** Answer of "Search": ids by type, no fields. */
export const searchAnswer = v.looseObject({
  searchRecords: v.array(v.looseObject({ Id: v.string(), attributes: v.looseObject({ type: v.string() }) })),
});

/** Answer of "Versions", a bare list. */
export const versions = v.array(v.looseObject({ version: v.string() }));

/** Answer of "sObject Describe", as far as fields go. */
export const describe = v.looseObject({
  fields: v.array(
    v.looseObject({
      name: v.string(),
      label: v.string(),
      type: v.string(),
      custom: v.boolean(),
      updateable: v.boolean(),
      picklistValues: v.optional(v.array(v.looseObject({ value: v.string(), label: v.nullish(v.string()), active: v.boolean() }))),
    }),
  ),
});
