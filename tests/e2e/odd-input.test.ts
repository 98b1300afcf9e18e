import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SystemId } from '../../lib/systems/contract.ts';
import { type Panel, panelClick, panelShows, panelText, panelType, until } from '../../scripts/browsers/session.ts';
import { connectDemo, recordPage } from '../../scripts/demo/connect.ts';
import { answered, LIST, pageName, showsPage } from './trouble-stage.ts';
import { headline, panelViews, startWorld, type World } from './worlds.ts';

describe('odd input', () => {
  let world: World;
  let page: Page;
  let panel: Panel;
  let view: Page;

  beforeAll(async () => {
    world = await startWorld('chromium');
    page = await world.session.open(LIST);
    await connectDemo(world.session, world.sandbox);
    panel = await world.session.openPanel(page);
    [view] = (await panelViews(world.session)) as [Page];
    await view.evaluate(() => {
      Object.assign(globalThis, { __pwned: undefined });
    });
  });
  afterAll(() => world?.close());

  test.each<[string, SystemId, SystemId[]]>([
    ['script', 'hubspot', ['pipedrive']],
    ['script', 'pipedrive', ['hubspot']],
    ['endless-name', 'hubspot', ['amocrm']],
    ['endless-name', 'amocrm', ['hubspot']],
    ['fatima-alsabah', 'hubspot', ['salesforce', 'pipedrive']],
    ['noa-levi', 'hubspot', ['amocrm']],
    ['zoe-rocket', 'amocrm', ['hubspot', 'salesforce', 'pipedrive']],
    ['percent', 'salesforce', ['hubspot', 'pipedrive', 'amocrm']],
    ['soql', 'pipedrive', ['hubspot', 'salesforce', 'amocrm']],
  ])('panel shows text as text, and nothing wider than itself, when the customer is %s in %s', async (person, openIn, others) => {
    await page.goto(recordPage(world.sandbox, person, openIn));
    const name = await pageName(page);
    await until('the name as text', async () => {
      const shown = await headline(panel);
      return shown !== '' && name.startsWith(shown.replace(/…$/, '').trim().slice(0, 200));
    }).catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${name.slice(0, 300)}\n${(await panelText(panel)).slice(0, 1500)}`);
    });
    await answered(panel, others);
    for (const width of [360, 250]) {
      await panel.resize(width, 765);
      for (const tab of ['timeline', 'deals', 'overview']) {
        await panel.run((doc, id) => doc.querySelector<HTMLElement>(`#tab-${id}`)?.click(), tab);
        const found = await panel.run((doc) => ({
          pwned: Reflect.get(doc.defaultView ?? {}, '__pwned'),
          injected: doc.querySelectorAll('img, iframe, body script, object, embed, [onerror], [onload]').length,
          wide: [doc.documentElement, ...doc.querySelectorAll('main')].some((each) => each.scrollWidth > each.clientWidth),
        }));
        expect(found, `${tab} at ${width}`).toEqual({ pwned: undefined, injected: 0, wide: false });
      }
    }
    await panel.resize(360, 765);
  });

  test('timeline shows markup and ten thousand characters as text when a note holds them', async () => {
    await page.goto(recordPage(world.sandbox, 'zoe-rocket', 'hubspot'));
    await showsPage(panel, page);
    await panelClick(panel, 'Timeline');
    await panelShows(panel, '<img src=x onerror="window.__pwned = 1"> Ring <b>after</b> 5 & ask for Bob <bob@x.test>');
    await panelShows(panel, 'Begin long story');
    expect(
      await panel.run((doc) => [
        Reflect.get(doc.defaultView ?? {}, '__pwned') ?? null,
        doc.querySelectorAll('main img, main script').length,
      ]),
    ).toEqual([null, 0]);
    await panelClick(panel, 'Whole text');
    expect(await panel.run((doc) => doc.documentElement.scrollWidth <= doc.documentElement.clientWidth)).toBe(true);
  });

  test('search takes signs as they are when they mean something to a database', async () => {
    await page.goto(LIST);
    await until('the search field', () => panel.run((doc) => doc.querySelector('input[type="search"]') !== null));
    const results = async (query: string) => {
      await panelType(panel, 'input[type="search"]', '');
      await panelShows(panel, 'Recent');
      await panelType(panel, 'input[type="search"]', query);
      return until(`the answer to ${query}`, async () => {
        const found = await panel.run((doc) =>
          [...doc.querySelectorAll('[aria-label="Results"] [role="option"]')].map((each) => each.textContent ?? ''),
        );
        return found.length > 0 || (await panelText(panel)).includes('Nothing like this') ? found : undefined;
      });
    };
    // A sign alone is no name; it must never stand for everybody.
    for (const query of ['%', '*', '"', "'", '\\', '_', '.*', '[^]', '(', '^', '$', '?', '🚀', '{{7*7}}', '<>', '\u202e'])
      expect(
        (await results(query)).filter((row) => /Zoë|فاطمة|נועה/.test(row) && !row.includes(query)),
        query,
      ).toEqual([]);
    expect((await results('100%')).join()).toContain('100%');
    expect((await results('Zoe')).join()).toContain('Zoë 🚀');
    expect((await results("o'hara")).join()).toContain('Drop Table');
    expect((await results('فاطمة')).join()).toContain('فاطمة');
    // One customer is really called so.
    for (const row of await results("x' OR Name LIKE '%")) expect(row).toContain('LIKE');
    expect(await results('x'.repeat(10_000))).toEqual([]);
    await panelType(panel, 'input[type="search"]', '');
    await panelShows(panel, 'Today');
  });
});
