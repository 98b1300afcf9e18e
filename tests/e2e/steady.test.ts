import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Panel, panelClick, until } from '../../scripts/browsers/session.ts';
import { connectDemo, DEMO_SYSTEMS, recordPage } from '../../scripts/demo/connect.ts';
import { type GalleryPage, openGallery } from './gallery/page.ts';
import { headline, startWorld, type World } from './worlds.ts';

describe('the cards of a customer', () => {
  let world: World;
  let page: Page;
  let panel: Panel;

  beforeAll(async () => {
    world = await startWorld('chromium', { sandbox: { latencyMs: { hubspot: 100, salesforce: 900, pipedrive: 500, amocrm: 1400 } } });
    await connectDemo(world.session, world.sandbox);
    page = await world.session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    panel = await world.session.openPanel(page);
  });
  afterAll(() => world?.close());

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
      for (const name of ['Salesforce', 'Pipedrive', 'amoCRM'])
        if (!text.includes(name)) empty.push(`${id} does not name ${name}: ${text}`);
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
