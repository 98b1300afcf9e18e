import type { TypeName } from './ids.ts';

/** Field types as describe names them. */
export type FieldType =
  | 'id'
  | 'reference'
  | 'string'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'textarea'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'base64';

export interface SObjectType {
  name: TypeName;
  label: string;
  /** Plain fields; `Id`, and what `system` adds, are not listed. */
  fields: Readonly<Record<string, FieldType>>;
  /** Relationship name → id field and the type it leads to. */
  parents: Readonly<Record<string, { field: string; type: TypeName }>>;
  /** Child relationship name → type and its id field. */
  children: Readonly<Record<string, { type: TypeName; field: string }>>;
  required: readonly string[];
  readOnly: readonly string[];
  createable: boolean;
}

const SYSTEM: Readonly<Record<string, FieldType>> = {
  IsDeleted: 'boolean',
  CreatedDate: 'datetime',
  CreatedById: 'reference',
  LastModifiedDate: 'datetime',
  LastModifiedById: 'reference',
  SystemModstamp: 'datetime',
};
/** Most types have these two parents. */
export const OWNER = { Owner: { field: 'OwnerId', type: 'User' }, CreatedBy: { field: 'CreatedById', type: 'User' } } as const;

/** A type with the fields every type has. */
export function type(name: TypeName, label: string, shape: Partial<Omit<SObjectType, 'name' | 'label'>>): SObjectType {
  const { fields = {}, parents = {}, children = {}, required = [], readOnly = [], createable = true } = shape;
  return {
    name,
    label,
    fields: { ...fields, ...SYSTEM },
    parents,
    children,
    required,
    readOnly: [...readOnly, ...Object.keys(SYSTEM)],
    createable,
  };
}
