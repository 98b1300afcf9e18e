import type { Page } from 'puppeteer-core';
import type { RecordRef, SystemId } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import type { Session } from '../browsers/session.ts';

/** Every system the sandbox plays, in the order of the panel's marks: what `npm run demo` connects. */
export const SANDBOX_SYSTEMS: readonly SystemId[] = ['hubspot', 'salesforce', 'pipedrive', 'amocrm', 'zoho', 'dynamics'];

/** Those that the browser stories and the benchmark run on. */
export const DEMO_SYSTEMS: readonly SystemId[] = ['hubspot', 'salesforce', 'pipedrive', 'amocrm'];

/** Gives the extension ready connections to the sandbox, through the door that only demo builds have. */
export async function connectDemo(session: Session, sandbox: Sandbox, wanted: readonly SystemId[] = DEMO_SYSTEMS): Promise<Page> {
  const page = await session.openOwn('options.html');
  const connections = wanted.map((system) => sandbox.connection(system));
  const answer = await page.evaluate(
    `(globalThis.browser ?? chrome).runtime.sendMessage(${JSON.stringify({ type: 'demo.connect', connections })})`,
  );
  if (!(answer as { ok?: unknown } | undefined)?.ok) throw new Error(`the demo could not connect: ${JSON.stringify(answer)}`);
  return page;
}

/** Address of a cast person's page in one system. */
export function recordPage(sandbox: Sandbox, person: string, system: SystemId): string {
  const url = systems[system]?.recordUrl(recordOf(sandbox, person, system), sandbox.connection(system));
  if (!url) throw new Error(`no page for ${person} in ${system}`);
  return url;
}

/** A cast person's record in one system. */
export function recordOf(sandbox: Sandbox, person: string, system: SystemId): RecordRef {
  const ref = sandbox
    .people()
    .find(({ key }) => key === person)
    ?.records.find((record) => record.system === system);
  if (!ref) throw new Error(`${person} is not in ${system}`);
  return ref;
}
