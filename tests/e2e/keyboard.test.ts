import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Panel, panelShows, panelText, until } from '../../scripts/browsers/session.ts';
import { connectDemo, recordPage } from '../../scripts/demo/connect.ts';
import { headline, panelViews, startWorld, timesInTimeline, type World } from './worlds.ts';

interface Chrome {
  tabs: { query(about: { url: string }): Promise<{ id?: number }[]> };
  action: { getBadgeText(of: { tabId: number }): Promise<string> };
}
declare const chrome: Chrome;

/** What has the focus: its name, and what is wrong with how it shows. Runs inside the panel. */
const focused = () => {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return { name: '', wrong: [] as string[] };
  const name = (element.getAttribute('aria-label') ?? element.innerText ?? '').trim() || element.id || element.tagName;
  const wrong: string[] = [];
  const box = element.getBoundingClientRect();
  // A field inside a frame of its own shows the focus on that frame; a hidden radio on its chip.
  let ring: HTMLElement | null = element;
  const isRinged = (each: HTMLElement) => {
    const { outlineStyle, outlineWidth, borderTopColor, borderTopWidth } = getComputedStyle(each);
    const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    return (
      outlined ||
      (each.contains(element) &&
        each !== element &&
        each.matches(':focus-within, :has(:focus-visible)') &&
        Number.parseFloat(borderTopWidth) >= 2 &&
        borderTopColor !== 'rgba(0, 0, 0, 0)')
    );
  };
  while (ring && !isRinged(ring) && !ring.matches('main, dialog')) ring = ring.parentElement;
  if (!ring || ring.matches('main, dialog:not(:has(input:focus))')) wrong.push('its focus cannot be seen');
  if (box.width > 1 && box.height > 1) {
    const at = {
      x: Math.min(innerWidth - 1, Math.max(0, box.left + box.width / 2)),
      y: Math.min(innerHeight - 1, Math.max(0, box.top + Math.min(box.height / 2, 12))),
    };
    const top = document.elementFromPoint(at.x, at.y);
    if (box.bottom < 0 || box.top > innerHeight) wrong.push('it is out of sight');
    else if (top && !element.contains(top) && !top.contains(element) && !element.parentElement?.contains(top))
      wrong.push(`it is covered by ${top.tagName} "${top.textContent?.slice(0, 30)}"`);
  }
  return { name: name.replace(/[\u00a0\u202f]/g, ' '), wrong };
};

describe('the main job by keyboard alone', () => {
  let world: World;
  let panel: Panel;
  let view: Page;
  let own: Page;
  const wrong: string[] = [];

  beforeAll(async () => {
    world = await startWorld('chromium');
    own = await connectDemo(world.session, world.sandbox);
    const page = await world.session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    panel = await world.session.openPanel(page);
    const [found] = await panelViews(world.session);
    if (!found) throw new Error('no panel');
    view = found;
    const client = await view.createCDPSession();
    await client.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await view.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await panelShows(panel, 'Updated', 30_000);
  });
  afterAll(() => world?.close());

  /** One press, and a look at where the focus is then. */
  async function press(key: Parameters<Page['keyboard']['press']>[0]): Promise<string> {
    await view.keyboard.press(key);
    let look = await view.evaluate(focused);
    // A busy page draws the ring a moment later.
    for (const end = Date.now() + 3_000; look.wrong.length > 0 && Date.now() < end; ) {
      await new Promise((done) => setTimeout(done, 50));
      look = await view.evaluate(focused);
    }
    const { name, wrong: found } = look;
    for (const each of found) wrong.push(`${name}: ${each}`);
    return name;
  }
  async function command(key: Parameters<Page['keyboard']['press']>[0]): Promise<void> {
    await view.keyboard.down('Control');
    await view.keyboard.press(key);
    await view.keyboard.up('Control');
  }
  /** Goes on with Tab until something of that name has the focus. */
  async function tabTo(name: string, most = 60): Promise<void> {
    const seen: string[] = [];
    for (let step = 0; step < most; step++) {
      const there = await press('Tab');
      seen.push(there);
      if (there.startsWith(name)) return;
    }
    throw new Error(`no way to "${name}" by Tab; came by ${seen.join(' | ')}`);
  }

  test('a note is written, saved everywhere and seen in the receipt', async () => {
    await tabTo('Note');
    await press('Enter');
    await until('the note field', () => view.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'));
    await view.keyboard.type('Typed without a mouse');
    await command('Enter');
    await panelShows(panel, 'Note saved in', 30_000);
    await until(
      'the note at HubSpot',
      async () => (await timesInTimeline(world.sandbox, 'ana-perez', 'hubspot', 'Typed without a mouse')) === 1,
    );
  });

  test('the receipt is reached by F6 and the note taken back', async () => {
    await press('F6');
    for (let step = 0; step < 4 && !(await view.evaluate(() => document.activeElement?.textContent?.includes('Undo') ?? false)); step++)
      await press('Tab');
    await press('Enter');
    await until(
      'the note gone',
      async () => (await timesInTimeline(world.sandbox, 'ana-perez', 'hubspot', 'Typed without a mouse')) === 0,
      30_000,
    );
  });

  test('a letter opens the task form, a date is understood, Escape keeps the draft', async () => {
    await view.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await view.keyboard.press('t');
    await until('the task field', () => view.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'));
    await view.keyboard.type('Send the offer tomorrow 10:00');
    await panelShows(panel, '10:00 AM');
    await press('Escape');
    await panelShows(panel, 'Draft for Ana');
    await view.keyboard.press('t');
    await until('the draft', () =>
      view.evaluate(() => (document.activeElement as HTMLTextAreaElement | null)?.value?.startsWith('Send the offer') ?? false),
    );
    await view.keyboard.press('Enter');
    await panelShows(panel, 'Task added in', 30_000);
  });

  test('every tab is reached by arrows and shows its content', async () => {
    await tabTo('Overview', 80);
    const seen = new Set<string>();
    for (let step = 0; step < 8; step++) seen.add((await press('ArrowRight')).replace(/\d+$/, '').trim());
    for (const name of ['Overview', 'Timeline', 'Deals', 'Links']) expect([...seen]).toContain(name);
    await press('Home');
    expect(await view.evaluate(() => document.activeElement?.id)).toBe('tab-overview');
  });

  test('systems that differ are put right from the keyboard', async () => {
    await tabTo('2 differ', 40);
    await press('Enter');
    await until('the choice', () => view.evaluate(() => document.querySelector(':popover-open input[type=radio]') !== null));
    await press('Tab');
    await press('Escape');
    await until('it closed', () => view.evaluate(() => document.querySelector(':popover-open') === null));
  });

  test('the palette finds another customer and gives the focus back', async () => {
    await command('k');
    await until('the palette', () => view.evaluate(() => document.querySelector('dialog[open] input') === document.activeElement));
    await view.keyboard.type('Ana');
    await until('a result', () => view.evaluate(() => document.querySelectorAll('dialog[open] [role=option]').length > 0));
    await press('ArrowDown');
    await press('Escape');
    await until('it closed', () => view.evaluate(() => document.querySelector('dialog[open]') === null));
    expect(await headline(panel)).toContain('Ana');
  });

  test('the toolbar button counts the tasks due for the open record', async () => {
    const counted = await own.evaluate(() =>
      chrome.tabs
        .query({ url: 'https://app.hubspot.com/*' })
        .then(([tab]) => (tab?.id === undefined ? '' : chrome.action.getBadgeText({ tabId: tab.id }))),
    );
    expect(counted).toMatch(/^\d*$/);
  });

  test('the focus was seen and never covered at any step', async () => {
    expect([...new Set(wrong)]).toEqual([]);
    expect(await panelText(panel)).toContain('Ana');
  });
});
