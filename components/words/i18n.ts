import { setupI18n } from '@lingui/core';
import english from '../locales/en.compiled.json';
import type catalogue from '../locales/en.json';

/** Every sentence of the interface by its id. A wrong id fails the type check. */
export type MessageId = keyof typeof catalogue;
export type MessageValues = Readonly<Record<string, string | number>>;
export type Translate = (id: MessageId, values?: MessageValues) => string;

export const LANGUAGES = ['en', 'es', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

type Compiled = Parameters<ReturnType<typeof setupI18n>['load']>[1];
const loaders: Record<Exclude<Language, 'en'>, () => Promise<{ default: unknown }>> = {
  es: () => import('../locales/es.compiled.json'),
  ru: () => import('../locales/ru.compiled.json'),
};

/** The one instance of this page. English is there from the first frame; the others arrive as chunks of their own. */
export const i18n = setupI18n({ locale: 'en', messages: { en: english as unknown as Compiled } });

/** The rep's choice, else the first language of the browser that we speak, else English. */
export function pickLanguage(choice: 'auto' | Language, wanted: readonly string[]): Language {
  if (choice !== 'auto') return choice;
  for (const tag of wanted) {
    const language = LANGUAGES.find((known) => tag.toLowerCase().split('-')[0] === known);
    if (language) return language;
  }
  return 'en';
}

/** Switches the page's words; resolves when they are there. */
export async function speak(language: Language): Promise<void> {
  if (language !== 'en') i18n.load(language, (await loaders[language]()).default as Compiled);
  i18n.activate(language);
}

/** Whether there is a sentence of this name: for ids put together from data (the fields of a system's connect form). */
export function isMessage(id: string): id is MessageId {
  return Object.hasOwn(english, id);
}
