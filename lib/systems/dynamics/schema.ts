import * as v from 'valibot';

/** "WhoAmI Function". */
export const whoAmISchema = v.looseObject({ UserId: v.string() });
/** "RetrieveUserPrivilegeByPrivilegeName Function". */
export const privileges = v.looseObject({ RolePrivileges: v.array(v.unknown()) });
/** A label in the language of the user. */
const label = v.optional(v.nullable(v.looseObject({ UserLocalizedLabel: v.optional(v.nullable(v.looseObject({ Label: v.string() }))) })));
/** One choice; a status reason names the state it belongs to. */
export const option = v.looseObject({ Value: v.number(), State: v.optional(v.nullable(v.number())), Label: label });
const options = v.optional(v.nullable(v.looseObject({ Options: v.optional(v.nullable(v.array(option))) })));
/** "EntityDefinitions" with expanded Attributes. */
export const definition = v.looseObject({
  Attributes: v.array(
    v.looseObject({
      LogicalName: v.string(),
      AttributeType: v.optional(v.nullable(v.string())),
      AttributeTypeName: v.optional(v.nullable(v.looseObject({ Value: v.optional(v.nullable(v.string())) }))),
      AttributeOf: v.optional(v.nullable(v.string())),
      DisplayName: label,
      IsCustomAttribute: v.optional(v.nullable(v.boolean())),
      IsValidForRead: v.optional(v.nullable(v.boolean())),
      IsValidForUpdate: v.optional(v.nullable(v.boolean())),
      IsValidODataAttribute: v.optional(v.nullable(v.boolean())),
    }),
  ),
});
/** Attributes of one choice kind with their options; a two-options column has its own pair of labels. */
export const choices = v.looseObject({
  value: v.array(v.looseObject({ LogicalName: v.string(), OptionSet: options, GlobalOptionSet: options })),
});
/** A name in the user's language; absent or null where nobody has given one. */
export type Label = v.InferOutput<typeof label>;
