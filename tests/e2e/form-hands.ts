import type { Page } from 'puppeteer-core';
import type { RecordRef, SystemId } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { type Panel, panelClick, until } from '../../scripts/browsers/session.ts';
import { DEMO_SYSTEMS } from '../../scripts/demo/connect.ts';
import type { World } from './worlds.ts';

/** A machine with other work on it is slow. */
export const SLOW_MS = 40_000;

/** What a rep does with the panel's forms, and what came of it. */
export function formHands(panel: Panel, { sandbox }: World) {
  return {
    /** Names of the systems an open form goes to, as ids. */
    async targets(): Promise<SystemId[]> {
      const names = await until('chosen systems', async () => {
        const found = await panel.run((doc) =>
          [...doc.querySelectorAll('section fieldset [aria-pressed="true"]')].map((each) => each.textContent ?? ''),
        );
        return found.length > 0 ? found : undefined;
      });
      return DEMO_SYSTEMS.filter((id) => names.some((each) => each.includes(systems[id]?.name ?? '?')));
    },

    async more(entry: string): Promise<void> {
      await panelClick(panel, 'More');
      await panelClick(panel, entry);
    },

    /** Waits for the next write of a kind; answers which record it touched. */
    writes(kind: string): () => Promise<RecordRef> {
      const before = sandbox.effects().length;
      const made = () => sandbox.effects().slice(before);
      return () => until(`a write of ${kind}`, () => Promise.resolve(made().find(({ actionKind }) => actionKind === kind)?.ref), SLOW_MS);
    },
  };
}

/** Fills the one template into a note and saves it by keyboard alone, as the browser itself hands keys on. */
export async function templateByKeyboard(view: Page): Promise<void> {
  const tabTo = async (wanted: string) => {
    for (let step = 0; step < 120; step++) {
      if ((await view.evaluate(() => document.activeElement?.textContent?.trim())) === wanted) return;
      await view.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${wanted}`);
  };
  await view.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await tabTo('Note');
  await view.keyboard.press('Enter');
  await until('the field', () => view.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'));
  await tabTo('Template');
  await view.keyboard.press('Enter');
  await until('the menu', () => view.evaluate(() => document.activeElement?.getAttribute('role') === 'menuitem'));
  await view.keyboard.press('Enter');
  await until('the filled field', () => view.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'));
  await view.keyboard.press('End');
  await view.keyboard.type(' Agreed.');
  await view.keyboard.down('Control');
  await view.keyboard.press('Enter');
  await view.keyboard.up('Control');
}
