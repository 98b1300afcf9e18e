import * as v from 'valibot';
import {
  type ConnectionReport,
  type FieldDefinition,
  type Io,
  type ObjectKind,
  type Owner,
  type Pipeline,
  SystemError,
} from '../contract.ts';
import { definitionOf } from '../definitions.ts';
import { fieldMaker } from '../new-field.ts';
import { supported } from '../refusals.ts';
import { type Filed, fetchFields, fetchMe, fetchPipelines, fetchUsers, postField } from './api.ts';
import { companyOf } from './auth.ts';
import { fieldSchema, pipelineSchema, stageSchema, userSchema } from './schema.ts';

const FIELDS_OF: Readonly<Partial<Record<ObjectKind, Filed>>> = {
  contact: 'persons',
  company: 'organizations',
  deal: 'deals',
  // Leads share the deals' custom fields.
  lead: 'deals',
};
/** Columns the vendor computes. */
const READ_ONLY = new Set(
  'id add_time update_time stage_change_time close_time won_time lost_time creator_user_id activities_count done_activities_count undone_activities_count email_messages_count last_activity_date next_activity_date'.split(
    ' ',
  ),
);

/**
 * Who the token belongs to and in which company. A token of another company than the one typed is refused before anything
 * is saved: `invalid` with field `domain`.
 */
export async function verify(io: Io, can: ConnectionReport['can']): Promise<ConnectionReport> {
  const raw = await fetchMe(io).catch((error: unknown) => {
    // No such company: its host answers, but not with this API.
    if (error instanceof SystemError && error.kind === 'not-found')
      throw new SystemError('invalid', { field: 'domain', code: 'wrong-domain', cause: error });
    throw error;
  });
  const user = v.parse(userSchema, raw);
  const account = user.company_domain?.toLowerCase();
  if (account === undefined || user.id === undefined) throw new SystemError('protocol', { code: 'no-user' });
  if (account !== companyOf(io.connection)) throw new SystemError('invalid', { field: 'domain', code: 'wrong-domain' });
  return {
    account,
    userId: user.id,
    userName: user.name ?? user.email ?? user.id,
    can,
    missing: [],
    ...(user.default_currency !== undefined && { currency: user.default_currency }),
    ...(user.timezone_name !== undefined && { timeZone: user.timezone_name }),
  };
}

/** Users, also those who left: old records still name them. */
export async function owners(io: Io): Promise<Owner[]> {
  const users = (await fetchUsers(io)).map((row) => v.parse(userSchema, row));
  return users.flatMap(({ id, name, email, active_flag: active, is_deleted: deleted }) =>
    id === undefined
      ? []
      : [{ id, name: name ?? email ?? id, ...(email !== undefined && { email }), active: active !== false && deleted !== true }],
  );
}

/** Pipelines with their stages in board order. Won and lost are a deal's status here, not stages. */
export async function pipelines(io: Io): Promise<Pipeline[]> {
  const raw = await fetchPipelines(io);
  const stages = raw.stages.map((row) => v.parse(stageSchema, row)).filter((each) => each.is_deleted !== true);
  const found = raw.pipelines.map((row) => v.parse(pipelineSchema, row)).filter((each) => each.is_deleted !== true);
  return inOrder(found).flatMap(({ id, name }) =>
    id === undefined ? [] : [{ id, name: name ?? id, stages: inOrder(stages.filter((each) => each.pipeline_id === id)).flatMap(toStage) }],
  );
}

/** Field metadata; also names the options behind numbers in custom fields. */
export async function fields(object: ObjectKind, io: Io): Promise<FieldDefinition[]> {
  const rows = (await fetchFields(io, filedAs(object))).map((row) => v.parse(fieldSchema, row));
  return rows.flatMap(({ field_code: key, field_name: label, field_type, is_custom_field, options }) =>
    definitionOf({
      key,
      label,
      type: field_type ?? 'varchar',
      custom: is_custom_field === true,
      readOnly: READ_ONLY.has(key ?? ''),
      options: options?.map((option) => ({ value: option.id, label: option.label })),
    }),
  );
}

/** A number field of the account's own. Its key is the vendor's choice, and two may have one label: hence the look before. */
export const createField = fieldMaker(fields, (field, io) => postField(io, filedAs(field.object), field.label));

const filedAs = (object: ObjectKind) => supported(FIELDS_OF[object]);

function toStage({ id, name, deal_probability: probabilityPct }: v.InferOutput<typeof stageSchema>): Pipeline['stages'] {
  return id === undefined ? [] : [{ id, name: name ?? id, status: 'open', ...(probabilityPct !== undefined && { probabilityPct }) }];
}

function inOrder<T extends { order_nr?: number | undefined }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => (a.order_nr ?? 0) - (b.order_nr ?? 0));
}
