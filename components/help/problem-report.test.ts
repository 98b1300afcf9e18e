import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { problemReport } from './problem-report.ts';

const around = { version: '1.2.3', browser: 'Firefox/153.0', language: 'es', deliveries: [] };

function connection(changes: Partial<ConnectionInfo>): ConnectionInfo {
  return {
    id: 'c1',
    system: 'salesforce',
    systemName: 'Salesforce',
    mark: 'Sf',
    account: '00D000000000001',
    userId: '005',
    userName: 'Luis Ortega',
    can: [],
    missing: [],
    createdAt: 1,
    state: 'ok',
    ...changes,
  };
}

describe('problemReport', () => {
  it('names versions, states and codes, and counts what waits', () => {
    const report = problemReport({
      ...around,
      connections: [
        connection({ state: 'signed-out', error: { kind: 'auth', status: 401, code: 'session-ended' } }),
        connection({ system: 'hubspot', signIn: { kind: 'token', method: 'service-key', values: { email: 'luis@acme.example' } } }),
      ],
      deliveries: [{ state: 'queued' }, { state: 'confirmed' }, { state: 'queued' }],
    });
    expect(report.split('\n')).toEqual([
      'Sidelight 1.2.3 (es)',
      'Firefox/153.0',
      'salesforce · signed-out · auth · 401 · session-ended',
      'hubspot · token · ok',
      'outbox: 2 queued, 1 confirmed',
    ]);
  });

  it('holds nothing of accounts, people and texts when a connection is full of them', () => {
    const seed = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };
    const personal = fc.string({ minLength: 6, maxLength: 40 }).map((text) => `§${text}§`);
    fc.assert(
      fc.property(fc.array(personal, { minLength: 8, maxLength: 8 }), (texts) => {
        const [id, account, host, userId, userName, label, typed, code] = texts as [string, ...string[]];
        const full = connection({
          id,
          ...{ account, host, userId, userName, label },
          access: [`https://${host}/*`],
          signIn: { kind: 'session', method: 'session', values: { address: typed ?? '' } },
          error: { kind: 'invalid', code: code ?? '', field: typed ?? '' },
        } as Partial<ConnectionInfo>);
        expect(problemReport({ ...around, connections: [full] })).not.toContain('§');
      }),
      { numRuns: 200, ...seed },
    );
  });
});
