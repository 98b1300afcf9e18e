import type { FieldDefinition, Io, ObjectKind, Owner, Pipeline, Stage } from '../contract.ts';
import { definitionOf } from '../definitions.ts';
import { fieldMaker } from '../new-field.ts';
import { supported } from '../refusals.ts';
import { addField, getFields, getPipelines, getUsers } from './api.ts';
import { type Native, toNative } from './kinds.ts';
import { LOST, WON } from './map.ts';

/** All users. @throws SystemError `forbidden` where only administrators may see them; `verify` then leaves the capability out. */
export async function owners(io: Io): Promise<Owner[]> {
  return (await getUsers(io)).flatMap(({ id, name, email, rights }) =>
    id === undefined ? [] : [{ id, name: name ?? id, active: rights?.is_active ?? true, ...(email !== undefined && { email }) }],
  );
}

/** Pipelines in use with stages in board order. Won and lost carry the same ids in each, so a stage's key is pipeline and id. */
export async function pipelines(io: Io): Promise<Pipeline[]> {
  const all = (await getPipelines(io)).filter((each) => !each.is_archive);
  return all.sort(bySort).flatMap(({ id, name, _embedded }) => {
    const statuses = [...(_embedded?.statuses ?? [])].sort(bySort);
    return id === undefined ? [] : [{ id, name: name ?? id, stages: statuses.flatMap(toStage) }];
  });
}

function toStage({ id, name }: { id?: string | undefined; name?: string | undefined }): Stage[] {
  if (id === undefined) return [];
  return [{ id, name: name ?? id, status: id === WON ? 'won' : id === LOST ? 'lost' : 'open' }];
}

/** Custom fields of a type, keyed like `RecordBase.custom`: by code where there is one, else by number. */
export async function fields(object: ObjectKind, io: Io): Promise<FieldDefinition[]> {
  return (await getFields(io, fieldsOf(object))).flatMap((field) =>
    definitionOf({
      key: field.code ?? field.id,
      label: field.name,
      type: field.type ?? 'text',
      custom: !field.is_predefined,
      readOnly: field.is_computed ?? false,
      options: field.enums?.map(({ id, value }) => ({ value: id, label: value })),
    }),
  );
}

/** A number field that integrations fill and people only read. Administrators alone may add fields. */
export const createField = fieldMaker(fields, ({ object, name, label }, io) =>
  addField(io, fieldsOf(object), { name: label, type: 'numeric', code: name.toUpperCase(), is_api_only: true }),
);

const fieldsOf = (object: ObjectKind) => supported<Native>(object === 'lead' ? 'leads' : toNative(object));

function bySort(a: { sort?: number | undefined }, b: { sort?: number | undefined }): number {
  return (a.sort ?? 0) - (b.sort ?? 0);
}
