import { type FieldDefinition, type Io, type ObjectKind, type Owner, type Pipeline, type Stage, SystemError } from '../contract.ts';
import { getFields, getPipelines, getUsers } from './api.ts';
import { toNative } from './kinds.ts';
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
  const native = object === 'lead' ? 'leads' : toNative(object);
  if (!native) throw new SystemError('invalid', { code: 'unsupported' });
  return (await getFields(io, native)).flatMap((field) => {
    const key = field.code ?? field.id;
    if (key === undefined) return [];
    const options = field.enums?.flatMap(({ id, value }) => (id === undefined ? [] : [{ value: id, label: value ?? id }]));
    return [
      {
        key,
        label: field.name ?? key,
        type: field.type ?? 'text',
        custom: !field.is_predefined,
        readOnly: field.is_computed ?? false,
        ...(options && options.length > 0 && { options }),
      },
    ];
  });
}

function bySort(a: { sort?: number | undefined }, b: { sort?: number | undefined }): number {
  return (a.sort ?? 0) - (b.sort ?? 0);
}
