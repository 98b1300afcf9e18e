import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Panel, panelClick, panelShows, until } from '../../scripts/browsers/session.ts';
import { connectDemo, DEMO_SYSTEMS, recordPage } from '../../scripts/demo/connect.ts';
import { type GalleryPage, openGallery } from './gallery/page.ts';
import { HeldAnswers } from './held-answers.ts';
import { headline, panelViews, startWorld, troubles, type World } from './worlds.ts';

interface Shift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node?: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}
interface Jump {
  value: number;
  /** What jumped, from where to where in px. */
  what: string;
}

/**
 * Begins to note everything that jumps; what jumped before counts too where the browser has kept it. The frame in which another customer
 * appears does not: she is drawn in the elements of the last one, and none of her facts has been anywhere before.
 */
const watchJumps = () => {
  const jumps: Jump[] = [];
  const head = () => document.querySelector('main h1')?.textContent;
  let shown = head();
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  new MutationObserver(() => {
    if (head() === shown) return;
    shown = head();
    [from, to] = [performance.now(), Number.POSITIVE_INFINITY];
    requestAnimationFrame(() =>
      requestAnimationFrame((next) => {
        to = next;
      }),
    );
  }).observe(document, { childList: true, subtree: true, characterData: true });
  const note = (entries: PerformanceEntryList) => {
    for (const { startTime, value, hadRecentInput, sources } of entries as Shift[]) {
      if (hadRecentInput || (startTime >= from && startTime < to)) continue;
      const what = sources.map(({ node, previousRect: a, currentRect: b }) => {
        const text = (node?.textContent ?? node?.nodeName ?? 'gone').replace(/\s+/g, ' ').slice(0, 40);
        return `“${text}” ${a.x},${a.y} ${a.width}×${a.height} to ${b.x},${b.y} ${b.width}×${b.height}`;
      });
      jumps.push({ value, what: what.join(' | ') });
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  const isSlow = () => document.querySelector('[aria-label="Systems that need attention"]') !== null;
  let wasSlow = isSlow();
  new MutationObserver(() => {
    wasSlow ||= isSlow();
  }).observe(document, { childList: true, subtree: true });
  const takeJumps = () => {
    note(observer.takeRecords());
    const taken = { jumps: jumps.splice(0), wasSlow };
    wasSlow = isSlow();
    return taken;
  };
  Object.assign(globalThis, { takeJumps });
};
declare const takeJumps: () => { jumps: Jump[]; wasSlow: boolean };

const MOST_SHIFT = 0.02;
/** Nobody is looked at twice but the first. */
const PEOPLE = [
  ['ana-perez', /Ana/],
  ['yuki-tanaka', /Tanaka|田中/],
  ['carmen-soto', /Carmen/],
  ['luis-garza', /Luis/],
] as const;
/** She is in all four systems. */
const NEVER_SEEN = 'ivan-petrov';
/** Questions by the label of a fact, in the order they stand in. */
const QUESTIONS = [
  ['Invoices'],
  ['E-mail', 'Phone'],
  ['Open deal'],
  ['Last contact', 'Owner'],
  ['Company', 'Industry', 'City', 'Country', 'Website'],
];

describe('the cards of a customer', () => {
  const answers = new HeldAnswers();
  let world: World;
  let page: Page;
  let panel: Panel;
  let view: Page;

  beforeAll(async () => {
    const latencyMs = { hubspot: 80, salesforce: 500, pipedrive: 250, amocrm: 800 };
    world = await startWorld('chromium', { sandbox: { latencyMs, wait: answers.wait } });
    await connectDemo(world.session, world.sandbox);
    page = await world.session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    panel = await world.session.openPanel(page);
    [view] = (await panelViews(world.session)) as [Page];
    await panel.resize(360, 780);
    await view.evaluate(watchJumps);
  });
  afterAll(() => world?.close());

  /** What has jumped since it was asked for last. */
  async function jumpsSoFar(): Promise<ReturnType<typeof takeJumps>> {
    // Two frames: what the last answer moves has been laid out.
    await view.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return view.evaluate(() => takeJumps());
  }
  function judge(state: string, jumps: readonly Jump[]): void {
    const sum = jumps.reduce((total, { value }) => total + value, 0);
    process.stdout.write(`layout shift, ${state}: ${sum.toFixed(4)}\n`);
    expect(sum, `${state}: ${jumps.map(({ value, what }) => `${value.toFixed(4)} ${what}`).join('\n')}`).toBeLessThan(MOST_SHIFT);
  }

  test('keep their places while systems answer, for a customer never seen and for one in the cache', async () => {
    /** What jumped until all have answered, and which facts stand there. */
    const look = async (name: RegExp): Promise<ReturnType<typeof takeJumps> & { facts: string[] }> => {
      await until(`the head of ${name}`, async () => name.test(await headline(panel)), 60_000);
      await panelShows(panel, 'Updated', 60_000);
      await until(
        'the facts',
        () => panel.run((doc) => doc.querySelector('[data-fact]') !== null && !doc.querySelector('.skeleton')),
        60_000,
      );
      const facts = await panel.run((doc) =>
        [...doc.querySelectorAll('[data-fact]')]
          .filter((fact) => fact.closest('details') === null)
          .map((fact) => fact.querySelector('.sr-only')?.textContent ?? ''),
      );
      return { facts, ...(await jumpsSoFar()) };
    };
    const judgeAll = (state: string, { jumps, facts, wasSlow }: Awaited<ReturnType<typeof look>>) => {
      judge(state, jumps);
      expect(facts.length, state).toBeGreaterThan(3);
      // What a slow system tells stands below what was there before it.
      if (wasSlow) return;
      const places = facts.map((label) => QUESTIONS.findIndex((question) => question.includes(label)));
      expect(places, `${state}: ${facts.join(', ')}`).toEqual(places.toSorted());
    };
    let calm = 0;
    for (const [person, name] of PEOPLE) {
      if (person !== 'ana-perez') await page.goto(recordPage(world.sandbox, person, 'hubspot'));
      const seen = await look(name);
      judgeAll(`${person}, never seen`, seen);
      if (!seen.wasSlow) calm += 1;
      if (calm === 2) break;
    }
    expect(calm, 'customers whose systems all answered before they were called slow').toBeGreaterThan(0);
    await page.goto(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    judgeAll('ana-perez, from the cache', await look(/Ana/));
  });

  test('keep their places while one system is slow and one fails, and when both answer after all', async () => {
    const letGo = answers.hold(world.sandbox, 'salesforce');
    const heal = world.sandbox.faults.add({ system: 'pipedrive', kind: 'refused' });
    await page.goto(recordPage(world.sandbox, NEVER_SEEN, 'hubspot'));
    await until(`two lines of trouble`, async () => (await troubles(panel)).length === 2, 60_000);
    judge('one system slow, one failing', (await jumpsSoFar()).jumps);
    letGo();
    heal();
    await until('the slow one answered', async () => (await troubles(panel)).length === 1, 60_000);
    await panelClick(panel, 'Try again');
    await until('no trouble', async () => (await troubles(panel)).length === 0, 60_000);
    await panelShows(panel, 'Updated', 60_000);
    const { jumps, wasSlow } = await jumpsSoFar();
    judge('both have answered', jumps);
    expect(wasSlow).toBe(true);
  });

  test('every card says who could not be asked when every other system fails', async () => {
    for (const system of DEMO_SYSTEMS) if (system !== 'hubspot') world.sandbox.faults.add({ system, kind: 'server-error' });
    await page.goto(recordPage(world.sandbox, 'james-oneil', 'hubspot'));
    await until('James', async () => /neil/i.test(await headline(panel)));
    await until(
      'the failures',
      () => panel.run((doc) => doc.querySelectorAll('[aria-label="Systems that need attention"] li').length >= 3),
      40_000,
    );
    const empty: string[] = [];
    for (const id of await panel.run((doc) => [...doc.querySelectorAll('[role=tab]')].map((tab) => tab.id))) {
      await panel.run((doc, tab) => doc.getElementById(tab)?.click(), id);
      await until('the tab', () =>
        panel.run(
          (doc, tab) => doc.querySelector(`[role=tabpanel][aria-labelledby="${tab}"]`) !== null && !doc.querySelector('.skeleton'),
          id,
        ),
      );
      const text = await panel.run((doc) => doc.querySelector<HTMLElement>('[role=tabpanel]')?.innerText ?? '');
      // Said in the line above the foot bar, which every tab has in sight; an empty card says it itself.
      const line = await panel.run((doc) => doc.querySelector<HTMLElement>('[aria-label="Systems that need attention"]')?.innerText ?? '');
      for (const name of ['Salesforce', 'Pipedrive', 'amoCRM'])
        if (!line.includes(name)) empty.push(`beside ${id} ${name} is not named: ${line}`);
      if (/\bAll \d+ systems were asked|No (deals|tickets|invoices)\b/.test(text)) empty.push(`${id} claims to know: ${text}`);
    }
    world.sandbox.faults.clear();
    expect(empty).toEqual([]);
    await panelClick(panel, 'Overview');
  });
});

describe('a timeline of 5,000 entries', () => {
  let stage: GalleryPage;
  beforeAll(async () => {
    stage = await openGallery();
  });
  afterAll(() => stage?.close());

  test('holds few elements, and reaches its end by scrolling', async () => {
    await stage.resize(360, 780);
    await stage.show('timeline-5000');
    const count = () =>
      stage.page.evaluate(() => ({ all: document.querySelectorAll('*').length, entries: document.querySelectorAll('article').length }));
    const atTop = await count();
    expect(atTop.entries).toBeGreaterThan(3);
    expect(atTop.entries).toBeLessThan(60);
    expect(atTop.all).toBeLessThan(2000);
    await stage.page.evaluate(() => document.querySelector('[data-scroll]')?.scrollTo(0, 10_000_000));
    await until('the oldest entry', () =>
      stage.page.evaluate(() => {
        // What is measured on the way makes the list longer: on to its end again.
        document.querySelector('[data-scroll]')?.scrollTo(0, 10_000_000);
        return document.body.innerText.includes('Note 5000:');
      }),
    );
    expect((await count()).entries).toBeLessThan(60);
  });
});
