import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { Client } from '@hubspot/api-client';
import type { Io, RecordRef } from '../../lib/systems/contract.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';

/** HubSpot's own client, and an Io of the adapter, on one sandbox. */
export interface OfficialClient {
  sandbox: Sandbox;
  client: Client;
  clientWith(accessToken: string): Client;
  io(): Io;
  ana(): RecordRef;
}

/**
 * HubSpot's own client must be able to work against the stand-in: it asks https://api.hubapi.com, and only the agent is ours, which
 * dials the sandbox's port and trusts its certificate. The client still calls the numbered paths; the adapter calls the dated ones,
 * and both must see the same account.
 */
export async function officialClient(): Promise<OfficialClient> {
  const sandbox = await startSandbox({ systems: ['hubspot'] });
  class SandboxAgent extends Agent {
    override createConnection(options: { servername?: string; host?: string | null }) {
      const servername = options.servername ?? options.host ?? '';
      return connect({ host: '127.0.0.1', port: sandbox.port, servername, ca: sandbox.certificate });
    }
  }
  const clientWith = (accessToken: string) =>
    new Client({ accessToken, httpAgent: new SandboxAgent({ keepAlive: false }), numberOfApiCallRetries: 0 });
  const { credentials } = sandbox.connection('hubspot');
  return {
    sandbox,
    client: clientWith(credentials.kind === 'token' ? credentials.token : ''),
    clientWith,
    io: () => ({
      connection: sandbox.connection('hubspot'),
      fetch: (request: Request) => sandbox.fetch(request),
      signal: new AbortController().signal,
      now: Date.now,
      random: Math.random,
    }),
    ana: () => {
      const ref = sandbox.people().find((person) => person.key === 'ana-perez')?.records[0];
      if (!ref) throw new RangeError('no Ana');
      return ref;
    },
  };
}

/** The client has an enum of its own for the category in every package, all with the same words. */
export const link = (id: string, associationTypeId: number) => ({
  to: { id },
  types: [{ associationCategory: 'HUBSPOT_DEFINED' as never, associationTypeId }],
});
