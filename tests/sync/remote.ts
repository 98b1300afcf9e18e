import type { Sandbox } from '../../sandbox/index.ts';

const BASE = 'https://api.hubapi.com/crm/v3/objects';

/** Somebody else at work in the same HubSpot account: straight at the API, unknown to us. */
export function hubspotColleague(sandbox: Pick<Sandbox, 'fetch' | 'connection'>) {
  const { credentials } = sandbox.connection('hubspot');
  const token = credentials.kind === 'token' ? credentials.token : '';
  const send = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const response = await sandbox.fetch(
      new Request(`${BASE}/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
  };
  return {
    async create(type: string, properties: Record<string, string>): Promise<string> {
      return String((await send('POST', type, { properties, associations: [] })).id);
    },
    change: (type: string, id: string, properties: Record<string, string>) => send('PATCH', `${type}/${id}`, { properties }),
    remove: (type: string, id: string) => send('DELETE', `${type}/${id}`),
    merge: (type: string, winner: string, loser: string) =>
      send('POST', `${type}/merge`, { primaryObjectId: winner, objectIdToMerge: loser }),
  };
}
