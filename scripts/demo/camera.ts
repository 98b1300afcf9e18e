import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { Panel, Session } from '../browsers/session.ts';

const PANEL_HEIGHT = 780;
const WINDOW_HEIGHT = 860;
/** Lets what moves come to rest before a picture. */
export const settle = (ms = 700) => new Promise((done) => setTimeout(done, ms));

/** Takes pictures of the panel, and keeps all pictures in one folder as `<name>.png`. */
export interface Camera {
  panel: Panel;
  shoot(name: string, width?: number): Promise<void>;
  save(name: string, base64: string): void;
}

/** Opens the panel over `page` for taking pictures. */
export async function openCamera(session: Session, page: Page, folder: string): Promise<Camera> {
  const panel = await session.openPanel(page);
  const save = (name: string, base64: string) => writeFileSync(join(folder, `${name}.png`), Buffer.from(base64, 'base64'));
  return {
    panel,
    save,
    async shoot(name, width = 360) {
      await panel.resize(width, PANEL_HEIGHT);
      await settle();
      save(`${name}-${width}`, await panel.picture());
    },
  };
}

/** Says a change of settings to the worker, as the options page would. */
export async function changeSettings(options: Page, changes: object): Promise<void> {
  await options.evaluate(`(globalThis.browser ?? chrome).runtime.sendMessage(${JSON.stringify({ type: 'settings.changed', changes })})`);
}

/** The page and the real panel side by side, as the window shows them; base64. */
export async function wholeWindow(
  session: Session,
  page: Page,
  panel: Panel,
  theme: 'light' | 'dark',
  height = WINDOW_HEIGHT,
): Promise<string> {
  await panel.resize(360, height);
  await page.setViewport({ width: 920, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]).catch(() => undefined);
  await settle();
  const [left, right] = [await page.screenshot({ encoding: 'base64' }), await panel.picture()];
  const picture = await drawn(
    session,
    `<body style="margin:0;display:flex;gap:1px;background:#888"><img src="data:image/png;base64,${left}" style="width:919px;height:${height}px"><img src="data:image/png;base64,${right}" style="width:360px;height:${height}px">`,
    height,
  );
  await page.bringToFront();
  return picture;
}

/** A page of 1280 px drawn from markup; base64. */
export async function drawn(session: Session, markup: string, height: number): Promise<string> {
  const sheet = await session.browser.newPage();
  await sheet.setViewport({ width: 1280, height });
  await sheet.setContent(markup);
  const picture = await sheet.screenshot({ encoding: 'base64' });
  await sheet.close();
  return picture;
}
