import { HOUR, MINUTE } from '../../../components/sample/rows.ts';
import { type TrafficDay, withSent } from '../../../lib/model/traffic.ts';
import { saveFeed } from '../../../lib/store/feeds.ts';
import { saveHealth } from '../../../lib/store/health.ts';
import { addTraffic } from '../../../lib/store/traffic.ts';
import type { World } from '../world.ts';
import { calm, queued } from './worlds.ts';

const HOSTS: Readonly<Record<string, string>> = {
  hubspot: 'api.hubapi.com',
  salesforce: 'northwind-demo.my.salesforce.com',
  pipedrive: 'sidelight-demo.pipedrive.com',
  tryton: 'erp.llantasnorte.example',
};

/** A day of work behind it: figures of every kind, something that waits. */
export function busy(): World {
  const now = Date.now();
  return {
    ...calm(),
    actions: [
      queued('b1', {}, { hubspot: 'confirmed', salesforce: ['queued', { kind: 'auth', code: 'session-ended' }] }, 2 * MINUTE),
      queued('b2', { kind: 'task', title: 'Check in' }, { pipedrive: ['queued', { kind: 'rate-limit' }] }, MINUTE),
      queued('b3', { kind: 'call', direction: 'out' }, { hubspot: 'unknown' }, 20_000),
    ],
    async more() {
      for (const [at, [system, host]] of Object.entries(HOSTS).entries()) {
        const connectionId = `sample-${system}`;
        let day: TrafficDay | undefined;
        for (let sent = 0; sent < 60; sent++)
          day = withSent(day, { at: now - 12_000, host, tookMs: 90 + 40 * at + (sent % 9) * 30, status: sent % 29 === 28 ? 503 : 200 });
        if (day) await addTraffic(connectionId, [day]);
        if (at < 2) await saveHealth(connectionId, { told: { share: 0.09 + at / 5, at: now } });
        await saveFeed({
          connectionId,
          object: 'contact',
          rows: 1284,
          filledAt: now - 5 * HOUR,
          doneAt: now - 2 * MINUTE,
          nextAt: now + (13 + at) * MINUTE,
          attempts: 0,
          ...(at === 3 && { error: { kind: 'unavailable' as const, code: 'timeout' } }),
        });
      }
      await saveHealth('sample-pipedrive', { notBefore: now + 3 * MINUTE });
      await saveHealth('sample-tryton', { breaker: { ownState: { state: 1 } } });
    },
  };
}
