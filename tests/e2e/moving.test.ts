import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../sandbox/random.ts';
import { type Panel, panelClick, panelKey, panelShows, panelText, panelType, until } from '../../scripts/browsers/session.ts';
import { connectDemo, DEMO_SYSTEMS, recordPage } from '../../scripts/demo/connect.ts';
import { HeldAnswers } from './held-answers.ts';
import { answered, except, LIST, pageName, showsPage } from './trouble-stage.ts';
import { allTabs, type BrowserName, headline, openWindow, startWorld, timesInTimeline, troubles, type World } from './worlds.ts';

interface Frame {
  name: string;
  text: string;
}

/** Notes what the panel shows after each change of its document. */
const watchFrames = (panel: Panel): Promise<void> =>
  panel.run((doc) => {
    const view = doc.defaultView as (Window & typeof globalThis & { frames_?: Frame[] }) | null;
    if (!view) return;
    const frames: Frame[] = [];
    view.frames_ = frames;
    const note = () => {
      const main = doc.querySelector('main');
      frames.push({ name: main?.querySelector('h1:not(.sr-only)')?.textContent ?? '', text: main?.textContent ?? '' });
    };
    note();
    new view.MutationObserver(note).observe(doc.body, { subtree: true, childList: true, characterData: true });
  });

const framesOf = (panel: Panel): Promise<Frame[]> =>
  panel.run((doc) => (doc.defaultView as unknown as { frames_: Frame[] }).frames_.map(({ name, text }) => ({ name, text })));

describe('two windows on two customers', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld('chromium');
  });
  afterAll(() => world?.close());

  test('each panel shows its own window’s customer and writes to that one alone', async () => {
    const left = await world.session.open(recordPage(world.sandbox, 'lucia-lead', 'hubspot'));
    await connectDemo(world.session, world.sandbox);
    const leftPanel = await world.session.openPanel(left);
    await showsPage(leftPanel, left);
    const right = await openWindow(world.session, recordPage(world.sandbox, 'ana-perez', 'pipedrive'));
    const rightPanel = await world.session.openPanel(right);
    await showsPage(rightPanel, right);
    await answered(rightPanel, DEMO_SYSTEMS);
    expect(await headline(leftPanel)).toBe(await pageName(left));

    await panelClick(rightPanel, 'Note');
    await panelType(rightPanel, 'textarea', 'For Ana alone.');
    await left.goto(recordPage(world.sandbox, 'james-oneil', 'hubspot'));
    await showsPage(leftPanel, left);
    await showsPage(rightPanel, right);
    await panelKey(rightPanel, 'Enter', { ctrlKey: true });
    await panelShows(rightPanel, 'Note saved in', 30_000);
    for (const system of DEMO_SYSTEMS) {
      expect(await timesInTimeline(world.sandbox, 'ana-perez', system, 'For Ana alone.'), system).toBe(1);
      for (const person of ['lucia-lead', 'james-oneil'])
        expect(await timesInTimeline(world.sandbox, person, system, 'For Ana alone.'), system).toBe(0);
    }
    expect(world.sandbox.effects()).toHaveLength(DEMO_SYSTEMS.length);
  });
});

describe.each<BrowserName>(['chromium', 'firefox'])('moving fast in %s', (name) => {
  const PEOPLE = ['ana-perez', 'james-oneil', 'lucia-lead', 'person-0-2'] as const;
  const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const answers = new HeldAnswers();
  let world: World;
  let page: Page;
  let panel: Panel;

  beforeAll(async () => {
    world = await startWorld(name, { sandbox: { wait: answers.wait } });
    page = await world.session.open(recordPage(world.sandbox, PEOPLE[0], 'hubspot'));
    await connectDemo(world.session, world.sandbox);
    panel = await world.session.openPanel(page);
    await showsPage(panel, page);
  });
  afterAll(() => world?.close());

  async function askAgain(): Promise<void> {
    await panelClick(panel, 'More');
    await panelClick(panel, 'Ask all systems again');
  }

  test(`no frame mixes two customers when the rep jumps between four of them (SEED=${SEED})`, async () => {
    const random = seededRandom(SEED);
    for (const system of DEMO_SYSTEMS)
      for (const delayMs of [40, 150, 400]) world.sandbox.faults.add({ system, kind: 'latency', share: 0.4, delayMs });
    const names: string[] = [];
    const known: Set<string>[] = [];
    for (const person of PEOPLE) {
      await page.goto(recordPage(world.sandbox, person, 'hubspot'));
      await showsPage(panel, page);
      await answered(panel, DEMO_SYSTEMS);
      names.push(await headline(panel));
      known.push(new Set((await allTabs(panel)).split('\n').filter((line) => /@|\d{4}/.test(line))));
    }
    // What only one of the four can say: e-mails, phone numbers.
    const own = known.map((lines, mine) => [...lines].filter((line) => !known.some((other, at) => at !== mine && other.has(line))));
    for (const lines of own) expect(lines.length).toBeGreaterThan(0);

    await watchFrames(panel);
    const wanted = Array.from({ length: 20 }, () => Math.floor(random() * PEOPLE.length));
    for (const at of wanted) {
      // As the CRM does it: the address changes in place.
      await page.evaluate((url) => history.pushState(null, '', url), recordPage(world.sandbox, PEOPLE[at] ?? PEOPLE[0], 'hubspot'));
      await new Promise((done) => setTimeout(done, random() * 250));
    }
    const last = names[wanted.at(-1) ?? 0] ?? '';
    await until('the last customer', async () => (await headline(panel)) === last);
    await askAgain();
    await answered(panel, DEMO_SYSTEMS);
    const frames = await framesOf(panel);
    expect(frames.length).toBeGreaterThan(3);
    expect(frames.at(-1)?.name).toBe(last);
    const mixed = frames.filter(({ name: shown, text }) =>
      own.some((lines, at) => names[at] !== shown && lines.some((line) => text.includes(line))),
    );
    expect(mixed).toEqual([]);
    // The head may skip records, but never goes back to one that was left.
    const shown = frames.map(({ name: each }) => each).filter((each, at, all) => each !== '' && each !== all[at - 1]);
    const path = [names.at(-1), ...wanted.map((at) => names[at])];
    let at = -1;
    for (const each of shown) {
      at = path.indexOf(each, Math.max(0, at));
      expect(at, `${shown.join(' > ')} is not on the way ${path.join(' > ')}`).toBeGreaterThanOrEqual(0);
    }
  });

  test('every fact stays where it is when one system is slow and one fails, and when both answer after all', async () => {
    world.sandbox.faults.clear();
    await page.goto(recordPage(world.sandbox, PEOPLE[0], 'hubspot'));
    await showsPage(panel, page);
    await answered(panel, DEMO_SYSTEMS);
    /** Tabs and facts, with the pixel each begins at. */
    const places = () =>
      panel.run((doc) =>
        [...doc.querySelectorAll('[role=tablist], [data-fact]')].map(
          (each) => `${Math.round(each.getBoundingClientRect().top)}: ${each.textContent}`,
        ),
      );
    const troubled = (count: number) =>
      until(`${count} lines of trouble`, async () => (await troubles(panel)).length === count, 60_000).catch(async (error: unknown) => {
        throw new Error(`${String(error)}\nThe panel shows:\n${await panelText(panel)}`);
      });
    const before = await places();
    expect(before.length).toBeGreaterThan(4);
    const letGo = answers.hold(world.sandbox, 'salesforce');
    const heal = world.sandbox.faults.add({ system: 'pipedrive', kind: 'truncated' });
    await askAgain();
    await troubled(2);
    expect(await places()).toEqual(before);
    letGo();
    heal();
    await troubled(1);
    await answered(panel, except('pipedrive'));
    await askAgain();
    await troubled(0);
    await answered(panel, DEMO_SYSTEMS);
    expect(await places()).toEqual(before);
  });

  test('nothing that was opened over one customer is open over the next', async () => {
    world.sandbox.faults.clear();
    const goTo = async (person: (typeof PEOPLE)[number]) => {
      await page.goto(recordPage(world.sandbox, person, 'hubspot'));
      await showsPage(panel, page);
    };
    const opened = () =>
      panel.run((doc) => ({
        over: [...doc.querySelectorAll('main :popover-open')].map((each) => each.textContent),
        more: doc.querySelectorAll('main details[open]').length,
        pressed: [...doc.querySelectorAll('main [aria-expanded=true]')].map((each) => each.textContent),
      }));
    const openers = {
      'sources of a fact': '[data-fact] button[popovertarget]',
      'more actions': '#tile-more',
      'the rest of the facts': 'main details > summary',
      'why this score': 'header button[aria-expanded]',
    };
    for (const [what, opener] of Object.entries(openers)) {
      await goTo(PEOPLE[0]);
      await panel.run((doc, selector) => doc.querySelector<HTMLElement>(selector)?.click(), opener);
      await until(`${what} open`, async () => {
        const { over, more, pressed } = await opened();
        return over.some((text) => text !== '') || more + pressed.length > 0;
      });
      await goTo(PEOPLE[1]);
      await until(`${what} closed`, async () => (await opened()).pressed.length === 0);
      expect(await opened(), what).toEqual({ over: [], more: 0, pressed: [] });
    }
  });

  test('panel shows the previewed record while a preview is open over a list, and says so', async () => {
    world.sandbox.faults.clear();
    await page.goto(LIST);
    await until('no customer', async () => (await headline(panel)) === '');
    const previewed = await page.evaluate(() => {
      const row = [...document.querySelectorAll('tr')].find((each) => each.querySelector('[data-preview]'));
      row?.querySelector<HTMLElement>('[data-preview]')?.click();
      return row?.querySelector('a')?.textContent ?? '';
    });
    await until('the previewed customer', async () => (await headline(panel)) === previewed);
    await panelShows(panel, `Preview open: showing ${previewed}`);
    await page.evaluate(() => document.querySelector<HTMLElement>('[data-close]')?.click());
    await until('no customer again', async () => (await headline(panel)) === '');
    await panelShows(panel, 'Recent');
    expect(await panelText(panel)).not.toContain('Preview open');
  });
});
