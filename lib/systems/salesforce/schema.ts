import * as v from 'valibot';

export const rows = v.looseObject({ records: v.array(v.looseObject({})), nextRecordsUrl: v.optional(v.nullable(v.string())) });

export const compositeAnswer = v.looseObject({
  compositeResponse: v.array(v.looseObject({ referenceId: v.string(), httpStatusCode: v.number(), body: v.unknown() })),
});

export const searchAnswer = v.looseObject({
  searchRecords: v.array(v.looseObject({ Id: v.string(), attributes: v.looseObject({ type: v.string() }) })),
});

export const created = v.looseObject({ id: v.string() });

export const userInfo = v.looseObject({
  user_id: v.string(),
  organization_id: v.optional(v.string()),
  name: v.optional(v.nullable(v.string())),
  email: v.optional(v.nullable(v.string())),
  zoneinfo: v.optional(v.nullable(v.string())),
});

/** `GET /chatter/users/me`, for tokens that userinfo refuses. */
export const chatterUser = v.looseObject({ id: v.string(), name: v.optional(v.nullable(v.string())) });

export const versions = v.array(v.looseObject({ version: v.string() }));

/** `GET /sobjects/{type}`: what the user may do with a type. */
export const basicInfo = v.looseObject({
  objectDescribe: v.looseObject({ createable: v.boolean(), queryable: v.boolean(), updateable: v.boolean() }),
});

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
