import * as v from 'valibot';
import { type FieldDefinition, type Io, type ObjectKind, type Owner, type Pipeline, type Stage, SystemError } from '../contract.ts';
import { definitionOf } from '../definitions.ts';
import { guidOf } from '../guid.ts';
import { withOptions } from '../odata.ts';
import { supported } from '../refusals.ts';
import { objectOf } from '../values.ts';
import { dataverse } from './api.ts';
import { PIPELINE } from './map.ts';
import { type Native, TABLES } from './refs.ts';
import * as schema from './schema.ts';
import { number, text } from './values.ts';

const MOST_PAGES = 3;

/** People who can own records, the disabled too, because old records still name them; application users are left out. */
export async function owners(io: Io): Promise<Owner[]> {
  const first = withOptions('/systemusers', {
    select: 'fullname,internalemailaddress,isdisabled',
    filter: 'applicationid eq null',
    orderby: 'fullname',
  });
  const found: Owner[] = [];
  let path: string | undefined = first;
  for (let page = 0; page < MOST_PAGES && path !== undefined; page++) {
    const { rows, next }: Awaited<ReturnType<typeof dataverse.getPage>> = await dataverse.getPage(io, path, ['odata.maxpagesize=5000']);
    for (const row of rows) {
      const id = guidOf(row.systemuserid);
      const email = text(row.internalemailaddress);
      if (id) found.push({ id, name: text(row.fullname) ?? email ?? id, active: row.isdisabled !== true, ...(email && { email }) });
    }
    path = next;
  }
  return found;
}

/** Stages of the sales process in the order of their categories. */
export async function processStages(io: Io): Promise<{ id: string; name: string }[]> {
  return sortStages(await dataverse.getRows(io, '/processstages', STAGES));
}

/** How the stages of the process are asked for. */
export const STAGES = {
  select: 'stagename,stagecategory,processstageid',
  filter: `processid/uniquename eq '${PIPELINE}'`,
  orderby: 'stagecategory asc',
};

/** Rows of `processstages` → stages in board order. */
export function sortStages(rows: readonly Record<string, unknown>[]): { id: string; name: string }[] {
  const known = rows.flatMap((row) => {
    const id = guidOf(row.processstageid);
    return id ? [{ id, name: text(row.stagename) ?? id, category: number(row.stagecategory) ?? 99 }] : [];
  });
  return known.sort((a, b) => a.category - b.category).map(({ id, name }) => ({ id, name }));
}

/**
 * One pipeline: the stages of the sales process, then the ways to close, as `won:3` or `lost:4` after the status reason's number.
 * Without a process its place is taken by the open status reasons, which nothing can be moved to.
 */
export async function pipelines(io: Io): Promise<Pipeline[]> {
  const path = "/EntityDefinitions(LogicalName='opportunity')/Attributes/Microsoft.Dynamics.CRM.StatusAttributeMetadata";
  const [open, metadata] = await Promise.all([
    processStages(io),
    dataverse.getShape(io, schema.choices, path, { select: 'LogicalName', expand: 'OptionSet($select=Options)' }),
  ]);
  const closing = (metadata.value.find(({ LogicalName }) => LogicalName === 'statuscode')?.OptionSet?.Options ?? []).flatMap(
    ({ Value, State, Label }): Stage[] => {
      const status = State === 1 ? 'won' : State === 2 ? 'lost' : undefined;
      return status ? [{ id: `${status}:${Value}`, name: labelOf(Label) ?? String(Value), status }] : [];
    },
  );
  const stages = open.map(({ id, name }): Stage => ({ id, name, status: 'open' }));
  return [{ id: PIPELINE, name: 'Opportunity Sales Process', stages: [...stages, ...closing] }];
}

const TYPES = ['Picklist', 'MultiSelectPicklist', 'State', 'Status', 'Boolean'] as const;
const CHOICES: Readonly<Record<(typeof TYPES)[number], string>> = {
  Picklist: 'OptionSet($select=Options),GlobalOptionSet($select=Options)',
  MultiSelectPicklist: 'OptionSet($select=Options),GlobalOptionSet($select=Options)',
  State: 'OptionSet($select=Options)',
  Status: 'OptionSet($select=Options)',
  Boolean: 'OptionSet($select=TrueOption,FalseOption)',
};
const COLUMNS =
  'LogicalName,AttributeType,AttributeTypeName,DisplayName,IsValidForRead,IsValidForUpdate,IsCustomAttribute,AttributeOf,IsValidODataAttribute';

/** Column metadata of one table with the options of its choices, in one batch. Shadow columns (`AttributeOf`) are left out. */
export async function fields(kind: ObjectKind, io: Io): Promise<FieldDefinition[]> {
  const native = supported((Object.keys(TABLES) as Native[]).find((each) => TABLES[each].kind === kind));
  const root = `/EntityDefinitions(LogicalName='${native}')`;
  const answers = await dataverse.batchRead(io, [
    dataverse.readPart(root, { select: 'LogicalName', expand: `Attributes($select=${COLUMNS})` }),
    ...TYPES.map((type) =>
      dataverse.readPart(`${root}/Attributes/Microsoft.Dynamics.CRM.${type}AttributeMetadata`, {
        select: 'LogicalName',
        expand: CHOICES[type],
      }),
    ),
  ]);
  const definition = v.safeParse(schema.definition, dataverse.partJson(answers[0]));
  if (!definition.success) throw new SystemError('protocol', { code: 'unexpected-shape' });
  const options = new Map(answers.slice(1).flatMap((answer) => [...optionsOf(dataverse.partJson(answer))]));
  return definition.output.Attributes.filter(
    (column) => !column.AttributeOf && column.IsValidODataAttribute !== false && column.IsValidForRead !== false,
  ).flatMap((column) =>
    definitionOf({
      key: column.LogicalName,
      label: labelOf(column.DisplayName),
      type: column.AttributeTypeName?.Value ?? column.AttributeType ?? '',
      custom: column.IsCustomAttribute === true,
      readOnly: column.IsValidForUpdate !== true,
      options: options.get(column.LogicalName),
    }),
  );
}

function optionsOf(json: unknown): Map<string, { value: string; label: string }[]> {
  const metadata = v.safeParse(schema.choices, json);
  if (!metadata.success) return new Map();
  return new Map(
    metadata.output.value.map(({ LogicalName, OptionSet, GlobalOptionSet }) => {
      const set = OptionSet ?? GlobalOptionSet;
      const { TrueOption, FalseOption } = objectOf(set);
      const listed = set?.Options ?? [TrueOption, FalseOption].flatMap((each) => (v.is(schema.option, each) ? [each] : []));
      return [LogicalName, listed.map(({ Value, Label }) => ({ value: String(Value), label: labelOf(Label) ?? String(Value) }))];
    }),
  );
}

function labelOf(label: schema.Label): string | undefined {
  return text(label?.UserLocalizedLabel?.Label);
}
