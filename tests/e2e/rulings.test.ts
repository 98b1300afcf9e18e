import 'fake-indexeddb/auto';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookUp } from '../../lib/engine/look-up.ts';
import { recordKey } from '../../lib/model/records.ts';
import { dossier } from '../../lib/store/reading.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { type Panel, panelClick, panelShows, until } from '../../scripts/browsers/session.ts';
import { connectDemo, DEMO_SYSTEMS, recordPage } from '../../scripts/demo/connect.ts';
import { connectAll, TestClock, testEngine } from '../engine/bench.ts';
import { marks, startWorld, type World } from './worlds.ts';

interface Uncertain {
  /** Key of the cast. */
  person: string;
  /** The uncertain record. */
  name: string;
  system: string;
}

/** Somebody of the cast, opened in HubSpot, of whom exactly one other record is uncertain, in a system that has no certain one. */
async function somebodyUncertain(sandbox: Sandbox): Promise<Uncertain> {
  const engine = testEngine(sandbox, new TestClock());
  const ids = await connectAll(engine, sandbox, DEMO_SYSTEMS);
  for (const { key, records } of sandbox.people().slice(0, 80)) {
    const ref = records.find(({ system }) => system === 'hubspot');
    if (!ref) continue;
    await lookUp(engine, { open: { ref, connectionId: ids.hubspot ?? '' } });
    const parts = (await dossier(recordKey(ref)))?.parts ?? [];
    const maybe = parts.flatMap((part) => part.records.filter(({ link }) => link === 'maybe').map((each) => ({ ...each, part })));
    const [only] = maybe;
    // Odd names are another test's matter.
    if (maybe.length !== 1 || !only || !/^[\p{L} .’'-]+$/u.test(only.record.name)) continue;
    // A second record of the page's own account is a possible duplicate, and has a heading of its own.
    if (only.part.records.some(({ link }) => link === 'same' || link === 'anchor')) continue;
    return { person: key, name: only.record.name, system: only.record.ref.system };
  }
  throw new Error('nobody of the cast is uncertain');
}

const NAMES: Readonly<Record<string, string>> = { hubspot: 'HubSpot', salesforce: 'Salesforce', pipedrive: 'Pipedrive', amocrm: 'amoCRM' };

// One story, told in order: each test goes on where the one before ended.
describe('the rep answers whether it is the same customer', () => {
  let world: World;
  let page: Page;
  let panel: Panel;
  let who: Uncertain;

  beforeAll(async () => {
    world = await startWorld('chromium');
    who = await somebodyUncertain(world.sandbox);
    process.stdout.write(`${who.person} (HubSpot): uncertain about "${who.name}" in ${who.system}\n`);
    await connectDemo(world.session, world.sandbox);
    page = await world.session.open(recordPage(world.sandbox, who.person, 'hubspot'));
    panel = await world.session.openPanel(page);
  });
  afterAll(() => world?.close());

  const isKnown = async () => {
    const mark = (await marks(panel)).find((each) => each.startsWith(NAMES[who.system] ?? who.system)) ?? '';
    return mark !== '' && !mark.includes('does not know');
  };
  const asks = () => panel.run((doc) => [...doc.querySelectorAll('article button')].some(({ textContent }) => textContent === 'Different'));
  /** Opens what was answered earlier, where it is folded up. */
  const unfold = () => panel.run((doc) => doc.querySelector('section details')?.setAttribute('open', ''));

  /** All systems asked anew; nothing may be half-way when it returns. */
  async function askAnew(): Promise<void> {
    const before = world.sandbox.requests().length;
    await panelClick(panel, 'More');
    await panelClick(panel, 'Ask all systems again');
    await until('the systems to be asked', async () => world.sandbox.requests().length > before);
    // The panel follows the answers by a moment: over when nothing has moved for ten looks.
    let quiet = 0;
    let last = '';
    await until(
      'all answers',
      async () => {
        const now = `${world.sandbox.requests().filter(({ tookMs }) => tookMs !== undefined).length}/${world.sandbox.requests().length}`;
        const isSettled = (await marks(panel)).every((each) => each.includes(', answered') || each.includes('does not know'));
        quiet = isSettled && now === last ? quiet + 1 : 0;
        last = now;
        return quiet >= 10;
      },
      60_000,
    );
  }

  test('panel asks, with reasons, when a record is uncertain', async () => {
    await panelShows(panel, 'Maybe the same?');
    await panelShows(panel, who.name);
    expect(await asks()).toBe(true);
    expect(await isKnown()).toBe(false);
  });

  test('panel shows the record among the customer when the rep says it is the same', async () => {
    await panelClick(panel, 'Same');
    await panelShows(panel, 'You said: the same');
    await until('the record linked', isKnown);
    expect(await asks()).toBe(false);
  });

  test('the answer holds when all systems are asked again, after a reload and with a new worker', async () => {
    await askAnew();
    expect(await isKnown()).toBe(true);
    await world.session.killBackground();
    await panel.close();
    await page.reload();
    panel = await world.session.openPanel(page);
    await panelShows(panel, 'answer given');
    await askAnew();
    expect(await isKnown()).toBe(true);
    expect(await asks()).toBe(false);
  });

  test('panel asks again when the answer is taken back', async () => {
    await panelClick(panel, 'Undo the answer');
    await until('the question', asks);
    await until('the record not linked', async () => !(await isKnown()));
  });

  test('record goes and stays away when the rep says it is not the same', async () => {
    await panelClick(panel, 'Different');
    await panelShows(panel, 'You said: different');
    expect(await asks()).toBe(false);
    await askAnew();
    expect(await asks()).toBe(false);
    expect(await isKnown()).toBe(false);
  });

  test('panel asks again when that answer is taken back, too', async () => {
    await unfold();
    await panelClick(panel, 'Undo the answer');
    await until('the question', asks);
  });
});
