import type { FeedObject } from '../../lib/model/sync.ts';
import type { Action, Io, RecordRef, SystemId } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';

/** What somebody may set: a text of a person, the stage of a deal. */
export type Field = 'text' | 'stage';

/** Somebody else at work in the same account, unknown to us. */
export interface Colleague {
  create(object: 'contact' | 'company', name: string): Promise<unknown>;
  set(ref: RecordRef, field: Field, value: string): Promise<unknown>;
  remove(ref: RecordRef): Promise<unknown>;
  /** Only where the vendor's API merges, and tells of it. */
  merge?: (winner: RecordRef, loser: RecordRef) => Promise<unknown>;
  /** Stages of one pipeline that are neither won nor lost. */
  stages(): Promise<string[]>;
}

/** How a system is tried. */
export interface Followed {
  /** Objects of which deletes are told. */
  removes: readonly FeedObject[];
  /** What both sides edit, and which member of a person the text is. */
  edits: readonly Field[];
  text: 'title' | 'name';
  /** Custom fields that the vendor works out and does not call a change. */
  untold?: RegExp;
  path(ref: RecordRef): string;
}

/** Systems whose lists are followed by cursors of different kinds. */
export const FOLLOWED: Readonly<Partial<Record<SystemId, Followed>>> = {
  // A keyset over the time of change, in its search; merges are told by the winner.
  hubspot: {
    ...{ removes: ['contact', 'deal'], edits: ['text', 'stage'], text: 'title' },
    path: ({ object, id }) => `/crm/v3/objects/${object}s/${id}`,
  },
  // A keyset over SystemModstamp; what is deleted lies in the recycle bin.
  salesforce: {
    ...{ removes: ['contact', 'deal'], edits: ['text', 'stage'], text: 'title' },
    path: ({ native, id }) => `/services/data/v67.0/sobjects/${native}/${id}`,
  },
  // Sweeps by id since a time; of deletes those of deals alone.
  pipedrive: {
    ...{ removes: ['deal'], edits: ['text', 'stage'], text: 'name', untold: /_count$/ },
    path: ({ id }) => `/api/v2/deals/${id}`,
  },
  // Change tracking by a link of the server's; deletes bear no time. The stage of a process is no column of a deal, so lists do not tell it.
  dynamics: {
    ...{ removes: ['contact', 'deal'], edits: ['text'], text: 'title' },
    path: ({ object, id }) => `/api/data/v9.2/${object === 'deal' ? 'opportunities' : 'contacts'}(${id})`,
  },
};

/** A colleague who works through the vendor's API. */
export function colleagueIn(id: SystemId, sandbox: Pick<Sandbox, 'fetch' | 'connection'>, now: () => number): Colleague {
  const connection = sandbox.connection(id);
  const system = systems[id];
  const how = FOLLOWED[id];
  if (!system || !how) throw new Error(`nobody follows ${id}`);
  const io: Io = {
    connection,
    fetch: (request) => sandbox.fetch(request),
    signal: new AbortController().signal,
    now,
    random: () => 0,
  };
  const perform = (action: object) => system.perform({ on: [], at: now(), ...action } as unknown as Action, crypto.randomUUID(), io);
  const send = async (method: string, path: string, body?: object) => {
    const request = new Request(new URL(path, BASES[id] ?? connection.baseUrl), {
      method,
      headers: { ...signedIn(connection.credentials), 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const response = await sandbox.fetch(request);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };
  const merge = (winner: RecordRef, loser: RecordRef) =>
    send('POST', '/crm/v3/objects/contacts/merge', { primaryObjectId: winner.id, objectIdToMerge: loser.id });
  return {
    create: (object, name) =>
      perform({
        kind: 'create',
        object,
        values:
          object === 'company' ? { name } : { firstName: name, lastName: 'Colleague', emails: [`${name.replace(' ', '')}@example.com`] },
      }),
    set: (ref, field, value) =>
      perform(
        field === 'stage' ? { kind: 'stage', stageId: value, on: [ref] } : { kind: 'field', field: how.text, ours: true, value, on: [ref] },
      ),
    remove: (ref) => send('DELETE', how.path(ref)),
    ...(id === 'hubspot' && { merge }),
    stages: async () => {
      const [first] = await system.pipelines(io);
      return (first?.stages ?? []).filter(({ status }) => status === 'open').map((stage) => stage.id);
    },
  };
}

const BASES: Readonly<Partial<Record<SystemId, string>>> = { hubspot: 'https://api.hubapi.com' };

function signedIn(credentials: Io['connection']['credentials']): Record<string, string> {
  if (credentials.kind === 'token') return { authorization: `Bearer ${credentials.token}`, 'x-api-token': credentials.token };
  return credentials.kind === 'oauth' ? { authorization: `Bearer ${credentials.accessToken}` } : {};
}
