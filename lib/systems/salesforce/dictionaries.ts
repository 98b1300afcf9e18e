import type { FieldDefinition, Io, ObjectKind, Owner, Pipeline, Stage } from '../contract.ts';
import { definitionOf } from '../definitions.ts';
import { supported } from '../refusals.ts';
import { defined, phrase, quantity } from '../values.ts';
import { describe, query } from './api.ts';
import { PIPELINE } from './map.ts';
import { nativeOfKind } from './refs.ts';

const MOST_USERS = 10_000;

/** Users who can own records: licensed ones, the inactive too, because old records still name them. */
export async function owners(io: Io): Promise<Owner[]> {
  const rows = await query(io, "SELECT Id, Name, Email, IsActive FROM User WHERE UserType = 'Standard' ORDER BY Name", MOST_USERS);
  return rows.flatMap(({ Id, Name, Email, IsActive }) => {
    const id = phrase(Id);
    return id === undefined ? [] : [{ id, name: phrase(Name) ?? id, active: IsActive === true, ...defined({ email: phrase(Email) }) }];
  });
}

/** One pipeline of all active stages. Sales processes, which hide some of them per record type, are not told apart. */
export async function pipelines(io: Io): Promise<Pipeline[]> {
  const fields = 'ApiName, MasterLabel, SortOrder, IsActive, IsClosed, IsWon, DefaultProbability';
  const rows = await query(io, `SELECT ${fields} FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder`);
  const stages = rows.flatMap(({ ApiName, MasterLabel, IsClosed, IsWon, DefaultProbability }): Stage[] => {
    const id = phrase(ApiName);
    const status = IsWon === true ? 'won' : IsClosed === true ? 'lost' : 'open';
    if (id === undefined) return [];
    return [{ id, name: phrase(MasterLabel) ?? id, status, ...defined({ probabilityPct: quantity(DefaultProbability) }) }];
  });
  return [{ id: PIPELINE, name: 'Opportunity', stages }];
}

/** Field metadata of one type. Compound fields (Name, MailingAddress) are read-only as a whole. */
export async function fields(object: ObjectKind, io: Io): Promise<FieldDefinition[]> {
  const found = await describe(io, supported(nativeOfKind(object)));
  return found.flatMap(({ name, updateable, picklistValues, ...described }) =>
    definitionOf({ ...described, key: name, readOnly: !updateable, options: picklistValues?.filter(({ active }) => active) }),
  );
}
