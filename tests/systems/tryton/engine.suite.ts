import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../../lib/engine/ask.ts';
import { connect } from '../../../lib/engine/connect.ts';
import { changeConnection, knownConnection } from '../../../lib/engine/connections.ts';
import type { Engine } from '../../../lib/engine/context.ts';
import { lookUp } from '../../../lib/engine/look-up.ts';
import { drain } from '../../../lib/engine/outbox/drain.ts';
import { recordKey } from '../../../lib/model/records.ts';
import { enqueue } from '../../../lib/store/queue.ts';
import { connections, dossier, outbox } from '../../../lib/store/reading.ts';
import { getSecret, putSecret } from '../../../lib/store/vault.ts';
import type { Connection } from '../../../lib/systems/contract.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts';
import { TRYTON_PASSWORD } from '../../../scripts/tryton.mjs';
import { TestClock, TestLocks, testEngine, wipe } from '../../engine/bench.ts';
import type { TrytonStand } from './server.ts';

/** A CRM's stand-in and the real ERP, asked by one engine. */
export function engineSuite(server: () => TrytonStand): void {
  describe('engine', () => {
    let sandbox: Sandbox;
    let engine: Engine;
    let ids: { hubspot: string; tryton: string };
    let logins: number;

    beforeAll(async () => {
      sandbox = await startSandbox({ tls: false, systems: ['hubspot'] });
    });
    afterAll(() => sandbox.close());
    beforeEach(async () => {
      await sandbox.reset();
      await wipe();
      logins = 0;
      const toServer = async (request: Request) => {
        if ((await request.clone().text()).includes('common.db.login')) logins += 1;
        return fetch(request);
      };
      const wire = (request: Request) => (new URL(request.url).hostname === '127.0.0.1' ? toServer(request) : sandbox.fetch(request));
      // The ERP's stock is of today.
      engine = testEngine({ fetch: wire }, new TestClock(), { now: Date.now, locks: new TestLocks() });
      const { id: _own, ...hubspot } = sandbox.connection('hubspot');
      const { id: _id, ...tryton } = server().connection;
      const credentials = { kind: 'basic' as const, user: 'admin', password: TRYTON_PASSWORD };
      ids = {
        hubspot: (await connect(engine, hubspot)).id,
        tryton: (await connect(engine, { ...tryton, credentials })).id,
      };
      logins = 0;
    });

    const ana = () => sandbox.people().find(({ key }) => key === 'ana-perez')?.records[0] ?? expect.fail();
    const stored = async () => (await getSecret<Connection>(ids.tryton)) ?? expect.fail();

    it('lookUp finds the CRM’s person in the ERP by e-mail, with her company’s orders, invoices, stock and credit', async () => {
      await lookUp(engine, { open: { ref: ana(), connectionId: ids.hubspot } });
      const part = (await dossier(recordKey(ana())))?.parts.find(({ connectionId }) => connectionId === ids.tryton);
      expect(part).toMatchObject({ state: 'answered' });
      expect(part?.error).toBeUndefined();
      const records = part?.records ?? [];
      expect(records.find(({ link }) => link === 'same')?.record).toMatchObject({ kind: 'person', name: 'Ana Pérez' });
      const kinds = records.filter(({ link }) => link === 'related').map(({ record }) => record.kind);
      expect(kinds.toSorted()).toEqual(['company', 'file', 'file', 'invoice', 'invoice', 'invoice', 'order', 'order', 'order', 'product']);
      expect(records.find(({ record }) => record.kind === 'company')?.record).toMatchObject({
        credit: { limit: { amountMinor: 500_000 } },
      });
      expect(logins).toBe(1);
    });

    it('ask signs in once and again when the session has ended, and nobody is asked', async () => {
      const owners = async () =>
        ask(engine, (await knownConnection(engine, ids.tryton))?.live ?? expect.fail(), (system, io) => system.owners(io));
      await owners();
      await owners();
      expect(logins).toBe(1);
      const connection = await stored();
      expect(connection.credentials).toHaveProperty('session');
      await putSecret(ids.tryton, { ...connection, credentials: { ...connection.credentials, session: '1:ended' } });
      expect((await owners()).length).toBeGreaterThan(0);
      expect(logins).toBe(2);
      expect((await connections()).find(({ id }) => id === ids.tryton)?.state).toBe('ok');
    });

    it('ask marks the connection signed out when the password is refused too', async () => {
      const connection = await stored();
      await putSecret(ids.tryton, {
        ...connection,
        credentials: { kind: 'basic', user: 'nobody', password: 'changed', session: '1:ended' },
      });
      const live = (await knownConnection(engine, ids.tryton))?.live ?? expect.fail();
      await expect(ask(engine, live, (system, io) => system.owners(io))).rejects.toMatchObject({ kind: 'auth', code: 'refused-password' });
      expect((await connections()).find(({ id }) => id === ids.tryton)).toMatchObject({
        state: 'signed-out',
        error: { code: 'refused-password' },
      });
    });

    it('drain writes a note to CRM and ERP, and the timeline has it', async () => {
      for (const id of Object.values(ids)) await changeConnection(id, { writes: 'yes' });
      const on = [ana(), server().refs.person];
      await enqueue({
        record: recordKey(ana()),
        customerName: 'Ana',
        action: { kind: 'note', text: 'Llamó por las facturas', on, at: Date.now() },
        targets: Object.values(ids),
      });
      await drain(engine);
      const [entry] = await outbox();
      expect(entry?.deliveries.map(({ state }) => state)).toEqual(['confirmed', 'confirmed']);
      const { rows } = await server().system.timeline(server().refs.company, { limit: 5 }, server().io());
      expect(rows.map(({ text }) => text)).toContain('Llamó por las facturas');
    });
  });
}
