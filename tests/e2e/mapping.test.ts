import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Panel, panelClick, panelShows, panelText, until } from '../../scripts/browsers/session.ts';
import { connectDemo, recordOf, recordPage } from '../../scripts/demo/connect.ts';
import { startWorld, tokenOf, type World } from './worlds.ts';

/** Of the cast: Pipedrive keeps her visits and her language in fields whose keys say nothing. */
const PERSON = 'person-1-0';

// One story, told in order: each test goes on where the one before ended.
describe('the rep says what her own fields are', () => {
  let world: World;
  let options: Page;
  let page: Page;
  let panel: Panel;
  let file: string;

  beforeAll(async () => {
    world = await startWorld('chromium');
    options = await connectDemo(world.session, world.sandbox, ['pipedrive']);
    page = await world.session.open(recordPage(world.sandbox, PERSON, 'pipedrive'));
    panel = await world.session.openPanel(page);
    await panelShows(panel, 'Updated', 30_000);
  });
  afterAll(() => world?.close());

  const goTo = async (place: string) => {
    await options.bringToFront();
    await options.evaluate((hash) => {
      location.hash = hash;
    }, place);
  };
  const press = (name: string) => options.locator(`::-p-aria([name="${name}"][role="button"])`).click();
  const shows = (text: string) => until(`"${text}"`, () => options.evaluate((wanted) => document.body.innerText.includes(wanted), text));
  const fields = () => options.evaluate(() => [...document.querySelectorAll('[data-field]')].length);

  async function askAgain(): Promise<void> {
    await page.bringToFront();
    await panelClick(panel, 'More');
    await panelClick(panel, 'Ask all systems again');
  }
  /** What the score says of website visits. */
  async function visits(): Promise<string> {
    await panelClick(panel, 'Lead score');
    // Folded away where nothing of its group is known.
    const said = await until('the explanation', () =>
      panel.run((doc) =>
        [...doc.querySelectorAll('li')].map((each) => each.textContent ?? '').find((text) => text.startsWith('Website visits')),
      ),
    );
    await panelClick(panel, 'Lead score');
    return said;
  }

  test('a count under a key that says nothing does not take part in the score', async () => {
    expect(await visits()).toContain('Nobody has filled this in yet');
  });

  test('the sheet shows the fields with examples and what they seem to be', async () => {
    await goTo('fields');
    await until('the fields', fields);
    await shows('Suggested');
    await shows('Sure: same name, right type');
    expect(await options.evaluate(() => /[0-9a-f]{40}/.test(document.body.innerText))).toBe(false);
  });

  test('a confirmed field takes part in the score, a pinned one stands on the card with its source', async () => {
    await press('Confirm Website visits');
    await shows('In use');
    await press('Show Language on the card');
    await press('Show Lead source on the card');
    await press('Move Lead source up');
    await shows('On the card as they are');
    await askAgain();
    await panelShows(panel, 'Your fields');
    const text = await panelText(panel);
    expect(text.slice(text.indexOf('Your fields'))).toMatch(
      /^Your fields\s+Cold call\s+Lead source · Pipedrive\s+es\s+Language · Pipedrive/,
    );
    await until('the visits in the score', async () => (await visits()).includes('7 visits'));
  });

  test('what is decided survives the worker and travels in the settings file, without anything secret', async () => {
    await world.session.killBackground();
    await goTo('fields');
    await shows('On the card as they are');
    await goTo('general');
    const folder = mkdtempSync(path.join(tmpdir(), 'sidelight-'));
    const client = await options.createCDPSession();
    await client.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await press('Export settings');
    file = await until('the file', async () => {
      const [name] = readdirSync(folder).filter((each) => each.endsWith('.json'));
      return name && path.join(folder, name);
    });
    const text = readFileSync(file, 'utf8');
    expect(JSON.parse(text).mappings).toMatchObject([
      {
        system: 'pipedrive',
        object: 'contact',
        fields: { websiteVisits: { label: 'Website visits' } },
        pins: [{ label: 'Lead source' }, { label: 'Language' }],
      },
    ]);
    expect(text).not.toContain(tokenOf(world.sandbox, 'pipedrive'));
    expect(text).not.toMatch(/Cold call|token|credential/i);
  });

  test('the file brings it back where it is gone', async () => {
    await goTo('fields');
    await until('the fields', fields);
    for (const name of ['Take Lead source off the card', 'Take Language off the card']) {
      await options.locator(`ol ::-p-aria([name="${name}"][role="button"])`).click();
    }
    const select = await options.waitForSelector('::-p-aria([name="Website visits: what it is"])');
    await select?.select('');
    await shows('Suggested');
    await until('nothing in use', () => options.evaluate(() => !document.body.innerText.includes('On the card as they are')));
    await goTo('general');
    const input = await options.waitForSelector('input[type=file]');
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
    await shows('the fields of 1 kind of record');
    await press('Apply');
    await shows('Settings imported.');
    await goTo('fields');
    await shows('On the card as they are');
    await askAgain();
    await panelShows(panel, 'Your fields');
    expect(await visits()).toContain('7 visits');
  });

  /** Presses a button beside a system's name, where the panel asks where the score should go. */
  const pressAt = (system: string, button: string) =>
    until(`"${button}" at ${system}`, () =>
      panel.run(
        (doc, name, wanted) => {
          const place = [...doc.querySelectorAll('main section li')].find((each) => each.textContent?.startsWith(name));
          const hit = [...(place?.querySelectorAll('button') ?? [])].find((each) => each.textContent?.startsWith(wanted) && !each.disabled);
          hit?.click();
          return hit?.textContent;
        },
        system,
        button,
      ),
    );
  /** Id of a connection, as the addresses of the settings have it. */
  const connectionOf = async (system: string) => {
    await goTo('fields');
    return until(`${system} in the list of connections`, () =>
      options.evaluate((name) => [...document.querySelectorAll('option')].find(({ text }) => text.startsWith(name))?.value, system),
    );
  };
  const made = () => world.sandbox.effects('hubspot').filter(({ actionKind }) => actionKind === 'field-definition').length;

  test('a field for the score is made in HubSpot after a look at it, chosen, and holds the score that was written', async () => {
    const { sandbox } = world;
    const headers = { authorization: `Bearer ${tokenOf(sandbox, 'hubspot')}` };
    const api = 'https://api.hubapi.com/crm';
    // The demo's account has one.
    const gone = await sandbox.fetch(new Request(`${api}/properties/v3/contacts/sidelight_score`, { method: 'DELETE', headers }));
    expect(gone.status).toBe(204);
    await connectDemo(world.session, sandbox, ['hubspot']);
    await page.bringToFront();
    await page.goto(recordPage(sandbox, 'ana-perez', 'hubspot'));
    await panelShows(panel, 'Ana', 30_000);
    await panelShows(panel, 'Updated', 30_000);
    await panelClick(panel, 'More');
    await panelClick(panel, 'Write score');
    await panelShows(panel, 'Where should the score go?');
    await pressAt('HubSpot', 'Create the field');
    await panelShows(panel, 'HubSpot gets this field, for everyone who works there:');
    expect(await panelText(panel)).toMatch(/Name\s+Sidelight score\s+Type\s+Number\s+Where\s+Contacts/);
    expect(made()).toBe(0);
    await pressAt('HubSpot', 'Cancel');
    await pressAt('HubSpot', 'Create the field');
    await pressAt('HubSpot', 'Create in HubSpot');
    await panelShows(panel, 'The field “Sidelight score” is there and chosen for the score.', 30_000);
    expect(made()).toBe(1);
    const score = Number(/\d+/.exec(await pressAt('HubSpot', 'Write'))?.[0]);
    const { id } = recordOf(sandbox, 'ana-perez', 'hubspot');
    const held = async () => {
      const answer = await sandbox.fetch(new Request(`${api}/objects/v3/contacts/${id}?properties=sidelight_score`, { headers }));
      return ((await answer.json()) as { properties?: Record<string, string | null> }).properties?.sidelight_score;
    };
    await until('the score', async () => (await held()) === String(score), 30_000).catch(async (error: unknown) => {
      throw new Error(`${String(error)}; HubSpot holds ${await held()}\nThe panel shows:\n${await panelText(panel)}`);
    });
    await goTo(`fields/${await connectionOf('HubSpot')}/contact`);
    await shows('Sidelight score');
    await shows('In use');
  });
});
