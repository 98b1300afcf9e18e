import { CAST_CUSTOM_FIELDS } from '../cast.ts';
import { CHOICES, STATE_OF } from './choices.ts';
import { type ColumnType, MODEL, typesOf } from './model.ts';
import { Refusal } from './store.ts';

const TYPES: Readonly<Record<ColumnType, [string, string]>> = {
  s: ['String', 'StringType'],
  i: ['Integer', 'IntegerType'],
  n: ['Money', 'MoneyType'],
  b: ['Boolean', 'BooleanType'],
  d: ['DateTime', 'DateTimeType'],
  t: ['DateTime', 'DateTimeType'],
  g: ['Uniqueidentifier', 'UniqueidentifierType'],
};
const label = (text: string) => ({
  LocalizedLabels: [{ Label: text, LanguageCode: 1033 }],
  UserLocalizedLabel: { Label: text, LanguageCode: 1033 },
});

/** `EntityDefinitions(LogicalName='contact')` with its attributes expanded. */
export function definition(native: string): Record<string, unknown> {
  const model = MODEL[native];
  if (!model) throw new Refusal(404, '0x80060888', `Could not find an entity with name ${native}`);
  const columns = [...typesOf(native)].filter(([name]) => !name.startsWith('_')).map(([name, type]) => column(native, name, type));
  const lookups = Object.keys(model.lookups).map((name) => attribute(name, 'Lookup', 'LookupType', true));
  const shadows = Object.keys(model.lookups).map((name) => ({
    ...attribute(`${name}name`, 'String', 'StringType', false),
    AttributeOf: name,
  }));
  return {
    LogicalName: native,
    EntitySetName: model.set,
    PrimaryIdAttribute: model.key,
    PrimaryNameAttribute: model.name,
    ChangeTrackingEnabled: model.tracked === true,
    Attributes: [...columns, ...lookups, ...shadows],
  };
}

function column(native: string, name: string, type: ColumnType) {
  if (name === 'statecode') return attribute(name, 'State', 'StateType', true);
  if (name === 'statuscode') return attribute(name, 'Status', 'StatusType', true);
  if (CHOICES[`${native}.${name}`]) return attribute(name, 'Picklist', 'PicklistType', true);
  return attribute(name, ...TYPES[type], !['createdon', 'modifiedon', 'fullname', 'merged'].includes(name));
}

function attribute(name: string, type: string, typeName: string, writable: boolean) {
  const own = CAST_CUSTOM_FIELDS.find(({ key }) => `new_${key.toLowerCase()}` === name);
  return {
    LogicalName: name,
    AttributeType: type,
    AttributeTypeName: { Value: typeName },
    AttributeOf: null as string | null,
    DisplayName: label(own?.label ?? name),
    IsCustomAttribute: own !== undefined,
    IsValidForRead: true,
    IsValidForUpdate: writable,
    IsValidODataAttribute: true,
  };
}

/** Columns of one choice kind with their options. */
export function choices(native: string, kind: string): { value: unknown[] } {
  if (!MODEL[native]) throw new Refusal(404, '0x80060888', `Could not find an entity with name ${native}`);
  const of = (name: string) => (name === 'statecode' ? 'State' : name === 'statuscode' ? 'Status' : 'Picklist');
  if (kind === 'Boolean') {
    const columns = [...typesOf(native)].filter(([, type]) => type === 'b');
    const pair = { TrueOption: { Value: 1, Label: label('Yes') }, FalseOption: { Value: 0, Label: label('No') } };
    return { value: columns.map(([name]) => ({ LogicalName: name, OptionSet: pair })) };
  }
  const found = Object.entries(CHOICES).filter(([path]) => path.startsWith(`${native}.`) && of(path.split('.')[1] ?? '') === kind);
  return {
    value: found.map(([path, labels]) => {
      const Options = Object.entries(labels).map(([value, text]) => ({
        Value: Number(value),
        Label: label(text),
        ...(kind === 'Status' && { State: STATE_OF[native]?.[Number(value)] ?? 0 }),
      }));
      return { LogicalName: path.split('.')[1], OptionSet: { Options }, ...(kind === 'Picklist' && { GlobalOptionSet: null }) };
    }),
  };
}
