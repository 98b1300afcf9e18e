import { mkdirSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import type { Sandbox } from '../../sandbox/index.ts';
import { panelClick, panelShows, panelType, type Session, until } from '../browsers/session.ts';
import { type Camera, changeSettings, openCamera, settle, wholeWindow } from './camera.ts';
import { connectDemo, recordPage, SANDBOX_SYSTEMS } from './connect.ts';
import { shootLanguages } from './language-shots.ts';

/** Takes the pictures of docs/screenshots, of the guide and of the stores: every state of the panel, and the whole window. */
export async function takeShots(session: Session, sandbox: Sandbox, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const page = await session.open(recordPage(sandbox, 'ana-perez', 'hubspot'));
  const camera = await openCamera(session, page, folder);
  await camera.shoot('first-run');
  const options = await connectDemo(session, sandbox, SANDBOX_SYSTEMS);
  await shootOptions(options, camera);
  await page.bringToFront();
  await panelShows(camera.panel, 'Updated', 30_000);

  await shootCustomer(camera);
  await shootThemes(session, page, options, camera);
  await shootLanguages(session, page, options, camera);
  await shootTroubles(sandbox, page, camera);
  await shootElsewhere(sandbox, page, camera);
}

async function shootCustomer({ panel, shoot }: Camera): Promise<void> {
  await shoot('customer');
  await shoot('customer', 250);
  await shoot('customer', 480);
  await panelClick(panel, '2 differ');
  await shoot('conflict');
  await panelClick(panel, '2 differ');
  await panelClick(panel, 'Lead score');
  await shoot('score');
  await panelClick(panel, 'Lead score');
  await panelClick(panel, 'Timeline');
  await shoot('timeline');
  await panelClick(panel, 'Deals');
  await shoot('deals');
  await panelClick(panel, 'Overview');
  await panelClick(panel, 'Task');
  await panelType(panel, 'section textarea, section input', 'Send the offer tomorrow 10:00 !high');
  await shoot('task');
  await panelType(panel, 'section textarea, section input', '');
  await panelClick(panel, 'Task');
  await panelClick(panel, 'Note');
  await panelType(panel, 'section textarea', 'Wants the offer by Friday, delivery in two lots.');
  await shoot('note');
  await panelClick(panel, 'Save');
  await panelShows(panel, 'Note saved in', 30_000);
  await shoot('receipt');
  await panelClick(panel, 'Close');
}

async function shootThemes(session: Session, page: Page, options: Page, camera: Camera): Promise<void> {
  const set = (changes: object) => changeSettings(options, changes);
  for (const theme of ['light', 'dark'] as const) {
    await set({ theme });
    await camera.shoot(theme === 'dark' ? 'customer-dark' : 'customer-light');
    camera.save(`in-the-browser-${theme}`, await wholeWindow(session, page, camera.panel, theme));
  }
  await set({ theme: 'light', language: 'ru' });
  await camera.shoot('customer-ru');
  await camera.shoot('customer-ru', 250);
  await set({ language: 'es' });
  await camera.shoot('customer-es');
  await set({ language: 'en', theme: 'auto' });
}

async function shootTroubles(sandbox: Sandbox, page: Page, camera: Camera): Promise<void> {
  sandbox.faults.add({ system: 'salesforce', kind: 'hang' });
  sandbox.faults.add({ system: 'amocrm', kind: 'server-error' });
  await page.goto(recordPage(sandbox, 'james-oneil', 'hubspot'));
  await panelShows(camera.panel, 'slow', 30_000).catch(() => undefined);
  await camera.shoot('partial');
  sandbox.faults.clear();
  sandbox.faults.add({ system: 'pipedrive', kind: 'expired-token' });
  await page.goto(recordPage(sandbox, 'yuki-tanaka', 'hubspot'));
  await panelShows(camera.panel, 'signed you out', 30_000).catch(() => undefined);
  await camera.shoot('error');
  sandbox.faults.clear();
}

async function shootElsewhere(sandbox: Sandbox, page: Page, camera: Camera): Promise<void> {
  await page.goto('https://app.hubspot.com/contacts/4471209/objects/0-1/views/all/list');
  await until('no customer', () => camera.panel.run((doc) => !doc.querySelector('h1')?.textContent?.includes('Yuki')));
  await camera.shoot('no-record');
  await page.goto('https://app.hubspot.com/contacts/999/record/0-1/5').catch(() => undefined);
  await panelShows(camera.panel, 'not connected');
  await camera.shoot('unconnected');
  await page.goto(recordPage(sandbox, 'ivan-petrov', 'amocrm'));
  await settle(4000);
  await camera.shoot('customer-ivan');
}

async function shootOptions(options: Page, camera: Camera): Promise<void> {
  await options.setViewport({ width: 1280, height: 860 });
  await settle();
  camera.save('options-connections-1280', await options.screenshot({ encoding: 'base64' }));
  // By the hash: Firefox never ends the wait for an extension page's load.
  await options.evaluate(() => {
    location.hash = 'connect/salesforce';
  });
  await settle();
  camera.save('options-connect-1280', await options.screenshot({ encoding: 'base64' }));
  await options.setViewport({ width: 360, height: 780 });
  await settle();
  camera.save('options-connect-360', await options.screenshot({ encoding: 'base64' }));
  await options.evaluate(() => {
    location.hash = '';
  });
}
