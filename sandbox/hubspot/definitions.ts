import * as v from 'valibot';
import { type Account, PORTAL } from './account.ts';
import { invalid, json, notFound, refusal } from './answers.ts';
import { type Property, propertiesOf } from './properties.ts';
import type { HubspotType } from './types.ts';

const FIELD_TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  datetime: 'date',
  date: 'date',
  enumeration: 'select',
  bool: 'booleancheckbox',
  phone_number: 'phonenumber',
};

/** Definitions of a type’s properties. */
export function propertyRows({ properties }: Account, type: HubspotType) {
  return propertiesOf(type.path, properties).map((property) => ({
    name: property.name,
    label: property.label,
    type: property.type,
    fieldType: FIELD_TYPES[property.type] ?? 'text',
    description: '',
    groupName: `${type.word}information`,
    options: (property.options ?? []).map((value, displayOrder) => ({ label: value, value, displayOrder, hidden: false, description: '' })),
    displayOrder: -1,
    calculated: property.readOnly === true && property.name.includes('calculated'),
    externalOptions: property.name === 'hubspot_owner_id',
    hasUniqueValue: property.name === 'email',
    hidden: property.hidden === true || property.name.includes('calculated'),
    hubspotDefined: property.custom !== true,
    modificationMetadata: {
      archivable: property.custom === true,
      readOnlyDefinition: property.custom !== true,
      readOnlyValue: property.readOnly === true,
    },
    formField: property.readOnly !== true,
    dataSensitivity: 'non_sensitive',
  }));
}

const wishSchema = v.looseObject({
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,99}$/)),
  label: v.pipe(v.string(), v.minLength(1)),
  type: v.picklist(['string', 'number', 'date', 'datetime', 'enumeration', 'bool']),
  fieldType: v.string(),
  groupName: v.string(),
});

/** POST properties: type and field type have to fit, the group has to be there, the name must be free. */
export function addProperty(account: Account, type: HubspotType, correlationId: string, path: string, text: string): Response {
  const wish = v.safeParse(wishSchema, parse(text));
  if (!wish.success) return invalid(correlationId, `Invalid input JSON: ${wish.issues[0].message}`);
  const { name, label, type: kind, fieldType, groupName } = wish.output;
  if (FIELD_TYPES[kind] !== fieldType) return invalid(correlationId, `${fieldType} is not a valid fieldType for ${kind}`);
  if (groupName !== `${type.word}information`) return invalid(correlationId, `property group ${groupName} does not exist`);
  if (propertiesOf(type.path, account.properties).some((each) => each.name === name))
    return refusal(correlationId, 409, 'OBJECT_ALREADY_EXISTS', `A property named '${name}' already exists.`);
  const property: Property = { name, label, type: kind, custom: true };
  note(account, type, property);
  const ref = { system: 'hubspot', account: PORTAL, object: 'custom' as const, native: 'property', id: name };
  account.context.record({ method: 'POST', path, ref, actionKind: 'field-definition' });
  return json(
    propertyRows(account, type).find((each) => each.name === name),
    201,
  );
}

/** DELETE property: archives what the account has made; HubSpot's own stay. */
export function archiveProperty(account: Account, type: HubspotType, correlationId: string, name: string): Response {
  const property = propertiesOf(type.path, account.properties).find((each) => each.name === name);
  if (!property) return notFound(correlationId);
  if (property.custom !== true) return invalid(correlationId, `${name} is a HubSpot defined property and cannot be archived`);
  note(account, type, { ...property, archived: true });
  return new Response(null, { status: 204 });
}

function note({ properties }: Account, { path }: HubspotType, property: Property): void {
  properties.set(path, [...(properties.get(path) ?? []), property]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
