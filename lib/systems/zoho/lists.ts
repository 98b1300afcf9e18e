import * as v from 'valibot';
import {
  type Capability,
  type ConnectionReport,
  type FieldDefinition,
  type Io,
  type ObjectKind,
  type Owner,
  type Pipeline,
  type Stage,
  SystemError,
} from '../contract.ts';
import { definitionOf } from '../definitions.ts';
import { fieldMaker } from '../new-field.ts';
import { supported, unless } from '../refusals.ts';
import { distinctBy } from '../values.ts';
import { fetchFields, fetchLayouts, fetchMe, fetchModules, fetchOrg, fetchPipelines, fetchUsers, insertField, query } from './api.ts';
import { type Module, moduleOf } from './refs.ts';
import { fieldSchema, layoutSchema, moduleSchema, orgSchema, pipelineSchema, userSchema } from './schema.ts';
import { forecastStatus } from './stages.ts';

/** What cannot be done when a module is switched off or hidden from this user. */
const NEEDS: Readonly<Record<string, { read: readonly Capability[]; create: readonly Capability[]; edit: readonly Capability[] }>> = {
  Contacts: { read: ['read:contact'], create: [], edit: [] },
  Leads: { read: ['read:lead'], create: [], edit: [] },
  Accounts: { read: ['read:company'], create: [], edit: [] },
  Deals: { read: ['read:deal', 'pipelines', 'write:stage'], create: [], edit: ['write:stage'] },
  Cases: { read: ['read:ticket'], create: [], edit: [] },
  Products: { read: ['read:product'], create: [], edit: [] },
  Tasks: { read: ['write:task', 'write:task-change'], create: ['write:task'], edit: ['write:task-change'] },
  Calls: { read: ['write:call'], create: ['write:call'], edit: [] },
  Events: { read: ['write:meeting'], create: ['write:meeting'], edit: [] },
};

/** Rights of the token that are asked for apart from modules, and what is lost without them. */
const SCOPES = [
  { what: 'ZohoCRM.settings.READ', without: ['fields', 'pipelines', 'write:field-definition'] },
  // Tasks, calls and meetings are read back by query: without it nobody could tell whether an unanswered one landed.
  { what: 'ZohoCRM.coql.READ', without: ['write:task', 'write:call', 'write:meeting'] },
] as const satisfies readonly { what: string; without: readonly Capability[] }[];
/** Layouts without pipelines are refused in various words. */
const NO_PIPELINES = ['invalid', 'forbidden', 'not-found'] as const;
/** Any query will do: it is asked for the right alone. */
const PROBE = 'select id from Contacts where id is not null limit 1';

/**
 * Who the token belongs to, in which account, and what its scopes and the user's profile allow, all asked at once. The account is
 * named as its pages name it: `org` and the number.
 */
export async function verify(io: Io, capabilities: ReadonlySet<Capability>): Promise<ConnectionReport> {
  // Everything but a plain read wants a token of the vendor's own pages, which a session does not give us.
  const usesSession = io.connection.credentials.kind === 'session';
  const [rawUser, rawOrg, ...asked] = await Promise.all([
    fetchMe(io),
    fetchOrg(io),
    unless(fetchModules(io), 'forbidden', undefined),
    usesSession ? [] : unless(query(io, PROBE), 'forbidden', undefined),
  ]);
  const user = v.parse(userSchema, rawUser);
  const org = v.parse(orgSchema, rawOrg);
  if (user.id === undefined) throw new SystemError('protocol', { code: 'no-user' });
  if (org.zgid === undefined || !/^\d{1,20}$/.test(org.zgid)) throw new SystemError('protocol', { code: 'no-org' });
  const timeZone = user.time_zone ?? org.time_zone;
  const refused = SCOPES.filter((_, index) => asked[index] === undefined);
  const modules = (asked[0] ?? []).map((row) => v.parse(moduleSchema, row));
  const lost = new Set<Capability>([...refused.flatMap(({ without }) => without), ...lostWith(modules)]);
  return {
    account: `org${org.zgid}`,
    userId: user.id,
    userName: nameOf(user) ?? user.email ?? user.id,
    can: [...capabilities].filter((each) => !lost.has(each) && !(usesSession && each.startsWith('write:'))),
    missing: [
      ...refused.map(({ what }) => ({ what, code: 'missing-scope' })),
      ...lacking(modules),
      ...(usesSession ? ['session-write', 'session-entries'].map((code) => ({ what: 'Zoho CRM', code })) : []),
    ],
    ...(org.iso_code !== undefined && /^[A-Z]{3}$/.test(org.iso_code) && { currency: org.iso_code }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

type ModuleRow = v.InferOutput<typeof moduleSchema>;

/** Missed by nobody who does not use them. */
const UNMISSED = new Set(['Cases', 'Products']);

/** An account that answers with no modules at all tells nothing. */
function lacking(modules: readonly ModuleRow[]): ConnectionReport['missing'] {
  return Object.keys(NEEDS).flatMap((what) => {
    const row = modules.find((each) => each.api_name === what);
    if (modules.length === 0 || UNMISSED.has(what) || (row && row.viewable !== false)) return [];
    return [{ what, code: row ? 'no-permission' : 'module-off' }];
  });
}

function lostWith(modules: readonly ModuleRow[]): Capability[] {
  return Object.entries(modules.length === 0 ? {} : NEEDS).flatMap(([name, needs]) => {
    const row = modules.find((each) => each.api_name === name);
    if (!row || row.viewable === false) return [...needs.read];
    return [...(row.creatable === false ? needs.create : []), ...(row.editable === false ? needs.edit : [])];
  });
}

/** Users, also those who left. */
export async function owners(io: Io): Promise<Owner[]> {
  const users = (await fetchUsers(io)).map((row) => v.parse(userSchema, row));
  const found = users.flatMap((user): Owner[] =>
    user.id === undefined
      ? []
      : [
          {
            id: user.id,
            name: nameOf(user) ?? user.email ?? user.id,
            ...(user.email !== undefined && { email: user.email }),
            active: user.status === undefined || user.status.toLowerCase() === 'active',
          },
        ],
  );
  return distinctBy(found, ({ id }) => id);
}

function nameOf(user: v.InferOutput<typeof userSchema>): string | undefined {
  return user.full_name ?? ([user.first_name, user.last_name].filter(Boolean).join(' ') || undefined);
}

/**
 * Pipelines of all layouts with their stages in board order. An account without pipelines has one board: the values of the stage
 * field. Stages are named by their value, which is what deals hold and what is written.
 */
export async function pipelines(io: Io): Promise<Pipeline[]> {
  const [layouts, picklist] = await Promise.all([fetchLayouts(io), stagePicklist(io)]);
  const ids = layouts.flatMap((row) => {
    const { id, status } = v.parse(layoutSchema, row);
    return id !== undefined && status !== 'inactive' ? [id] : [];
  });
  const found = await Promise.all(ids.map((id) => unless(fetchPipelines(io, id), NO_PIPELINES, [])));
  const rows = found.flat().map((row) => v.parse(pipelineSchema, row));
  const chances = new Map(picklist.map((stage) => [stage.id, stage.probabilityPct]));
  const boards = rows.flatMap(({ actual_value, display_value, maps }): Pipeline[] => {
    const id = actual_value ?? display_value;
    if (id === undefined) return [];
    const stages = inOrder(maps).flatMap((each) =>
      toStage({ ...each, probability: chances.get(each.actual_value ?? each.display_value ?? '') }),
    );
    return [{ id, name: display_value ?? id, stages: distinctBy(stages, (stage) => stage.id) }];
  });
  const all = distinctBy(boards, ({ id }) => id);
  return all.length > 0 || picklist.length === 0 ? all : [{ id: 'Standard', name: 'Standard', stages: picklist }];
}

async function stagePicklist(io: Io): Promise<Stage[]> {
  const rows = (await fetchFields(io, 'Deals')).map((row) => v.parse(fieldSchema, row));
  const stage = rows.find((row) => row.api_name === 'Stage');
  return distinctBy(inOrder(stage?.pick_list_values ?? []).flatMap(toStage), ({ id }) => id);
}

interface StageRow {
  display_value?: string | undefined;
  actual_value?: string | undefined;
  forecast_type?: string | undefined;
  probability?: number | undefined;
}

function toStage({ display_value, actual_value, forecast_type, probability }: StageRow): Stage[] {
  const id = actual_value ?? display_value;
  // The picklist has an empty choice of its own.
  if (id === undefined || id === '-None-') return [];
  const status = forecastStatus(forecast_type, id, probability);
  return [{ id, name: display_value ?? id, status, ...(probability !== undefined && { probabilityPct: probability }) }];
}

function inOrder<T extends { sequence_number?: number | undefined }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => (a.sequence_number ?? 0) - (b.sequence_number ?? 0));
}

/** Field metadata: label as the user sees it, the vendor's type word, what may be written. */
export async function fields(object: ObjectKind, io: Io): Promise<FieldDefinition[]> {
  const rows = (await fetchFields(io, fieldsOf(object))).map((row) => v.parse(fieldSchema, row));
  return rows.flatMap((row) =>
    definitionOf({
      key: row.api_name,
      label: row.display_label ?? row.field_label,
      type: row.data_type ?? 'text',
      custom: row.custom_field === true,
      readOnly: row.operation_type.api_update === false || row.read_only === true || row.field_read_only === true,
      options: row.pick_list_values.map(({ actual_value, display_value }) => ({ value: actual_value, label: display_value })),
    }),
  );
}

/** A field for whole numbers, which all profiles see. The vendor makes its API name of the label. */
export const createField = fieldMaker(fields, (field, io) => insertField(io, fieldsOf(field.object), field.label));

const fieldsOf = (object: ObjectKind) => supported<Module>(moduleOf(object));
