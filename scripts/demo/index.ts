import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { startProxy } from '../../sandbox/proxy.ts';
import { startChromium } from '../browsers/chromium.ts';
import { startFirefox } from '../browsers/firefox.ts';
import type { Session } from '../browsers/session.ts';
import { connectDemo, recordPage, SANDBOX_SYSTEMS } from './connect.ts';
import { takeShots } from './shots.ts';

const args = process.argv.slice(2);
const firefox = args.includes('--firefox');
const shots = args.includes('--shots') ? args[args.indexOf('--shots') + 1] : undefined;
const say = (line: string) => process.stdout.write(`${line}\n`);

const sandbox = await startSandbox({
  asOf: 'now',
  latencyMs: { hubspot: 120, salesforce: 350, pipedrive: 220, amocrm: 500, zoho: 300, dynamics: 400 },
});
const proxy = firefox ? await startProxy(sandbox.port) : undefined;
const profile = mkdtempSync(join(tmpdir(), 'sidelight-demo-'));
const session = await start();
try {
  if (shots) {
    await takeShots(session, sandbox, shots);
    say(`Pictures are in ${shots}`);
  } else {
    await show(session, sandbox);
  }
} finally {
  await session.close().catch(() => undefined);
  await proxy?.close();
  await sandbox.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(0);

function start(): Promise<Session> {
  const headless = shots !== undefined;
  if (proxy) return startFirefox({ proxyPort: proxy.port, headless, profile });
  return startChromium({ sandboxPort: sandbox.port, headless, profile });
}

/** Opens the record and the panel, then stays until the rep closes the window. */
async function show(open: Session, world: Sandbox): Promise<void> {
  const options = await connectDemo(open, world, SANDBOX_SYSTEMS);
  const page = await open.open(recordPage(world, 'ana-perez', 'hubspot'));
  await open.openPanel(page);
  // Firefox reaches its sidebar through this page; Chromium needs it no more.
  if (!firefox) await options.close();
  say('\nSidelight runs beside a sandbox CRM. Try these, all of them are on this machine only:');
  for (const system of SANDBOX_SYSTEMS) say(`  ${recordPage(world, 'ana-perez', system)}`);
  say('\nClose the window or press Ctrl+C to end.');
  await new Promise<void>((resolve) => {
    open.browser.once('disconnected', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
