import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { SystemId } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { type Panel, panelText, until } from '../../scripts/browsers/session.ts';
import { DEMO_SYSTEMS } from '../../scripts/demo/connect.ts';
import { headline, marks, troubles, type World } from './worlds.ts';

/** "We could not ask" must never read as one of these. */
export const NO_DATA = /No deals yet|None of the|has none|No activity yet|has no more|has more on this/;
export const LIST = 'https://app.hubspot.com/contacts/4471209/objects/0-1/views/all/list';

export const nameOf = (system: SystemId): string => systems[system]?.name ?? system;

/** The name as the vendor's own page writes it. */
export const pageName = (page: Page): Promise<string> => page.evaluate(() => document.querySelector('main h1')?.textContent ?? '');

/** The panel's head names the customer of the page. */
export async function showsPage(panel: Panel, page: Page): Promise<void> {
  await until('the customer of the page', async () => {
    const name = await headline(panel);
    return name !== '' && name === (await pageName(page));
  }).catch(async (error: unknown) => {
    throw new Error(`${String(error)}\n${await pageName(page)}\nThe panel shows:\n${await panelText(panel)}`);
  });
}

/** These have told what they know; none of them waits. */
export async function answered(panel: Panel, wanted: readonly SystemId[]): Promise<void> {
  let seen: string[] = [];
  await until('the answers', async () => {
    seen = await marks(panel);
    return wanted.every((system) => seen.some((mark) => mark.startsWith(nameOf(system)) && /, (answered|does not know)/.test(mark)));
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${seen.join('\n')}`);
  });
}

/** Waits for the line about one system and returns the name of its button; no other system may have one. */
export async function onlyTrouble(panel: Panel, sentence: string): Promise<string | undefined> {
  let lines: Awaited<ReturnType<typeof troubles>> = [];
  await until(`"${sentence}"`, async () => {
    lines = await troubles(panel);
    return lines.some(({ text }) => text.includes(sentence));
  }).catch(async (error: unknown) => {
    throw new Error(`${String(error)}\n${JSON.stringify(lines)}\nThe panel shows:\n${await panelText(panel)}`);
  });
  expect(lines).toHaveLength(1);
  return lines[0]?.way;
}

/** Owners and pipelines are asked for beside the customer: a fault must not strike what began before it. */
export async function quiet(sandbox: World['sandbox']): Promise<void> {
  let last = -1;
  while (last !== sandbox.requests().length) {
    last = sandbox.requests().length;
    await new Promise((done) => setTimeout(done, 1000));
  }
}

export const except = (system: SystemId) => DEMO_SYSTEMS.filter((each) => each !== system);
