import { readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { panelClick, panelShows, panelType, type Session } from '../browsers/session.ts';
import { type Camera, changeSettings, drawn, settle, wholeWindow } from './camera.ts';

/** What the stores ask for. */
const STORE = { width: 1280, height: 800 };

interface Texts {
  note: string;
  /** Captions of the store's second and third picture. */
  captions: readonly [score: string, note: string];
}

const TEXTS: Readonly<Record<string, Texts>> = {
  en: {
    note: 'Wants the offer by Friday, delivery in two lots.',
    captions: ['A lead score that explains itself', 'Written once, saved in every system you choose'],
  },
  es: {
    note: 'Quiere la oferta para el viernes, entrega en dos lotes.',
    captions: ['Una puntuación que se explica', 'Escrito una vez, guardado en los sistemas que elijas'],
  },
  ru: {
    note: 'Ждёт предложение к пятнице, поставка двумя партиями.',
    captions: ['Оценка лида, которая объясняет себя', 'Написано один раз, сохранено в выбранных системах'],
  },
};

/** The guide's pictures in every language, and five per language for the stores: `store-<language>-1.png` … */
export async function shootLanguages(session: Session, page: Page, options: Page, camera: Camera): Promise<void> {
  await changeSettings(options, { theme: 'light' });
  for (const [language, texts] of Object.entries(TEXTS)) {
    const word: Record<string, string> = JSON.parse(readFileSync(`components/locales/${language}.json`, 'utf8'));
    const say = (id: string) => word[id] ?? id;
    await changeSettings(options, { language });
    await page.bringToFront();
    await panelShows(camera.panel, say('tab.overview'));
    camera.save(`store-${language}-1`, await wholeWindow(session, page, camera.panel, 'light', STORE.height));
    await shootPanel(session, page, camera, { language, say, texts });
    await shootOptionsIn(options, camera, language);
    await page.bringToFront();
  }
  await changeSettings(options, { language: 'en', theme: 'auto' });
}

interface InLanguage {
  language: string;
  say: (id: string) => string;
  texts: Texts;
}

/** Score and note, as the guide shows them and with a caption for the stores. */
async function shootPanel(session: Session, page: Page, camera: Camera, { language, say, texts }: InLanguage): Promise<void> {
  const { panel, shoot, save } = camera;
  const [score, note] = texts.captions;
  const poster = async (name: string, caption: string) => {
    save(name, await drawn(session, posterOf(await panel.picture(), caption), STORE.height));
    await page.bringToFront();
  };
  await panelClick(panel, say('score.label'));
  await shoot(`score-${language}`);
  await poster(`store-${language}-2`, score);
  await panelClick(panel, say('score.label'));
  await panelClick(panel, say('action.note'));
  await panelType(panel, 'section textarea', texts.note);
  await shoot(`note-${language}`);
  await poster(`store-${language}-3`, note);
  await panelType(panel, 'section textarea', '');
  await panelClick(panel, say('action.note'));
}

/** Connecting for the guide; what is stored where, and the connections, for the stores. */
async function shootOptionsIn(options: Page, { save }: Camera, language: string): Promise<void> {
  const shoot = async (name: string, hash: string, size: { width: number; height: number }) => {
    await options.bringToFront();
    await options.setViewport(size);
    await options.evaluate((to) => {
      location.hash = to;
    }, hash);
    await settle();
    save(name, await options.screenshot({ encoding: 'base64' }));
  };
  await shoot(`store-${language}-4`, 'connections', STORE);
  await shoot(`store-${language}-5`, 'privacy', STORE);
  await shoot(`options-connect-${language}-360`, 'connect/hubspot', { width: 360, height: 780 });
  await options.evaluate(() => {
    location.hash = '';
  });
}

/** A caption beside a picture of the panel, in the colours of the light theme. */
function posterOf(panel: string, caption: string): string {
  return `<body style="margin:0;height:${STORE.height}px;display:flex;align-items:center;justify-content:space-evenly;background:#eef0f7;color:#1d1f2a">
    <p style="width:480px;font:600 44px/1.25 system-ui,sans-serif;text-wrap:balance">${caption}</p>
    <img src="data:image/png;base64,${panel}" style="height:740px;border-radius:12px;box-shadow:0 8px 32px #0003">`;
}
