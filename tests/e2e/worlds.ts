import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/index.ts';
import { startProxy } from '../../sandbox/proxy.ts';
import { startChromium } from '../../scripts/browsers/chromium.ts';
import { startFirefox } from '../../scripts/browsers/firefox.ts';
import type { Session } from '../../scripts/browsers/session.ts';

export type BrowserName = Session['name'];

/** A sandbox and a browser in front of it. */
export interface World {
  sandbox: Sandbox;
  session: Session;
  close(): Promise<void>;
}

interface WorldOptions {
  sandbox?: SandboxOptions;
  mode?: 'demo' | 'store';
  profile?: string;
  grant?: readonly string[];
}

/** Starts both; `close` ends both whatever happened. */
export async function startWorld(name: BrowserName, options: WorldOptions = {}): Promise<World> {
  const sandbox = await startSandbox({ asOf: 'now', ...options.sandbox });
  const session = await openBrowser(name, sandbox, options).catch(async (error: unknown) => {
    await sandbox.close();
    throw error;
  });
  return {
    sandbox,
    session,
    close: async () => {
      await session.close().catch(() => undefined);
      await sandbox.close();
    },
  };
}

/** A browser in front of a sandbox that is running already: for a second start with the same profile. */
export async function openBrowser(name: BrowserName, sandbox: Sandbox, options: WorldOptions = {}): Promise<Session> {
  const shared = { ...(options.mode && { mode: options.mode }), ...(options.profile && { profile: options.profile }) };
  if (name === 'chromium') return startChromium({ sandboxPort: sandbox.port, ...shared, ...(options.grant && { grant: options.grant }) });
  const proxy = await startProxy(sandbox.port);
  const session = await startFirefox({ proxyPort: proxy.port, ...shared });
  return {
    ...session,
    close: async () => {
      await session.close();
      await proxy.close();
    },
  };
}
