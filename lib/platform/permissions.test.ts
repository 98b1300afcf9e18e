import { beforeEach, describe, expect, it, vi } from 'vitest';

const asked: unknown[] = [];
vi.mock('./browser.ts', () => ({
  browser: {
    permissions: {
      contains: async (what: unknown) => asked.push(what) > 0,
      request: async (what: unknown) => asked.push(what) > 0,
      remove: async (what: unknown) => asked.push(what) > 0,
    },
  },
}));
const { hasHosts, releaseHosts, requestAccess } = await import('./permissions.ts');

describe('permissions', () => {
  beforeEach(() => {
    asked.length = 0;
  });

  it.each([hasHosts, releaseHosts])('%o names hosts without ports when asked for some on a port', async (ask) => {
    await ask(['https://erp.acme.example:8443/*', 'http://127.0.0.1:8000/*', 'http://127.0.0.1:8000/*', 'https://*.amocrm.ru/*']);
    expect(asked).toEqual([{ origins: ['https://erp.acme.example/*', 'http://127.0.0.1/*', 'https://*.amocrm.ru/*'] }]);
  });

  it('requestAccess asks for a host without its port, in one prompt with what else is needed', async () => {
    await requestAccess(['http://localhost:8000/*'], ['cookies']);
    expect(asked).toEqual([{ origins: ['http://localhost/*'], permissions: ['cookies'] }]);
  });
});
