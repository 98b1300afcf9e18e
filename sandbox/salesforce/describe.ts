import { PREFIXES } from './ids.ts';
import { type FieldType, type SObjectType, TYPES } from './objects.ts';

/** "sObject Basic Information", without recent items of its own. */
export function basicInfo(type: SObjectType, root: string): unknown {
  return { objectDescribe: summary(type, root), recentItems: [] };
}

/** "Describe Global". */
export function describeGlobal(root: string): unknown {
  return { encoding: 'UTF-8', maxBatchSize: 200, sobjects: Object.values(TYPES).map((type) => summary(type, root)) };
}

/** "sObject Describe", with the keys that clients read. */
export function describeType(type: SObjectType, root: string): unknown {
  const children = Object.entries(type.children).map(([relationshipName, child]) => ({
    childSObject: child.type,
    field: child.field,
    relationshipName,
  }));
  return { ...(summary(type, root) as object), fields: fields(type), childRelationships: children, recordTypeInfos: [] };
}

function summary(type: SObjectType, root: string): unknown {
  const { name, label, createable } = type;
  const at = `${root}/sobjects/${name}`;
  return {
    name,
    label,
    labelPlural: `${label}s`,
    keyPrefix: PREFIXES[name],
    custom: false,
    createable,
    updateable: createable,
    deletable: createable,
    queryable: true,
    retrieveable: true,
    searchable: true,
    urls: { sobject: at, describe: `${at}/describe`, rowTemplate: `${at}/{ID}` },
  };
}

function fields(type: SObjectType): unknown[] {
  const all: Readonly<Record<string, FieldType>> = { Id: 'id', ...type.fields };
  return Object.entries(all).map(([name, kind]) => {
    const parent = Object.entries(type.parents).find(([, { field }]) => field === name);
    const open = type.createable && kind !== 'id' && !type.readOnly.includes(name);
    return {
      name,
      label: labelOf(name),
      type: kind,
      custom: name.endsWith('__c'),
      length: kind === 'string' ? 255 : 0,
      nillable: !type.required.includes(name),
      createable: open,
      updateable: open,
      filterable: kind !== 'textarea' && kind !== 'base64',
      picklistValues: [],
      referenceTo: parent ? [parent[1].type] : [],
      relationshipName: parent?.[0] ?? null,
    };
  });
}

function labelOf(name: string): string {
  return name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2');
}
