import { setupI18n } from '@lingui/core';
import english from '../locales/en.first.compiled.json';
import type catalogue from '../locales/en.json';
import firstIds from '../locales/ids.first.compiled.json';

/** Every sentence of the interface by its id. A wrong id fails the type check. */
export type MessageId = keyof typeof catalogue;
export type MessageValues = Readonly<Record<string, string | number>>;
export type Translate = (id: MessageId, values?: MessageValues) => string;

export const LANGUAGES = ['en', 'es', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

type Compiled = Parameters<ReturnType<typeof setupI18n>['load']>[1];
type Loader = () => Promise<{ default: readonly unknown[] }>;
/** What scripts/locales.mjs makes of the catalogues: the panel's first frame, and all else. */
export type WordsPart = 'first' | 'later';
const loaders: Record<WordsPart, Record<'ids' | Language, Loader>> = {
  first: {
    ids: async () => ({ default: firstIds }),
    en: async () => ({ default: english }),
    es: () => import('../locales/es.first.compiled.json'),
    ru: () => import('../locales/ru.first.compiled.json'),
  },
  later: {
    ids: () => import('../locales/ids.later.compiled.json'),
    en: () => import('../locales/en.later.compiled.json'),
    es: () => import('../locales/es.later.compiled.json'),
    ru: () => import('../locales/ru.later.compiled.json'),
  },
};

/** Messages by their ids, which are shipped once for all languages. */
function named(ids: readonly unknown[], messages: readonly unknown[]): Compiled {
  return Object.fromEntries(ids.map((id, at) => [id, typeof messages[at] === 'string' ? [messages[at]] : messages[at]])) as Compiled;
}

/** The one instance of this page. The first frame's English is there from the start; all else arrives as chunks of their own. */
export const i18n = setupI18n({ locale: 'en', messages: { en: named(firstIds, english) } });

const wanted = new Set<WordsPart>(['first']);
const loaded = new Set(['en first']);

async function load(language: Language): Promise<void> {
  const lacking = [...wanted].filter((part) => !loaded.has(`${language} ${part}`));
  if (lacking.length === 0) return;
  const words = await Promise.all(
    lacking.map(async (part) => {
      const [ids, messages] = await Promise.all([loaders[part].ids(), loaders[part][language]()]);
      return named(ids.default, messages.default);
    }),
  );
  for (const part of lacking) loaded.add(`${language} ${part}`);
  i18n.load(language, Object.assign({}, ...words) as Compiled);
  // Another part may have been asked for meanwhile.
  await load(language);
}

/** Fetches the words of another part, in this language and from now on in every one; resolves when they are there. */
export async function needWords(part: WordsPart): Promise<void> {
  wanted.add(part);
  await load(i18n.locale as Language);
}

/** The rep's choice, else the first language of the browser that we speak, else English. */
export function pickLanguage(choice: 'auto' | Language, spoken: readonly string[]): Language {
  if (choice !== 'auto') return choice;
  for (const tag of spoken) {
    const language = LANGUAGES.find((known) => tag.toLowerCase().split('-')[0] === known);
    if (language) return language;
  }
  return 'en';
}

/** What was asked for last: one that is slower to load must not come after it. */
let wished: Language = 'en';

/** Switches the page's words; resolves when they are there. */
export async function speak(language: Language): Promise<void> {
  wished = language;
  await load(language);
  if (wished === language && i18n.locale !== language) i18n.activate(language);
}

/** Whether there is a sentence of this name: for ids put together from data (the fields of a system's connect form). */
export function isMessage(id: string): id is MessageId {
  return Object.hasOwn(i18n.messages, id);
}
