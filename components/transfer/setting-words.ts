import type { Settings } from '../../lib/model/dossier.ts';
import type { SettingsFile } from '../../lib/model/settings-file.ts';
import type { MessageId, Translate } from '../words/i18n.ts';

type Name = keyof SettingsFile['settings'];

/** Settings that a file can hold, by name. */
export const SETTING_WORDS: Readonly<Record<Name, MessageId>> = {
  language: 'general.language',
  theme: 'general.theme',
  followPreviews: 'general.previews',
  mergeRules: 'rules.title',
  templates: 'templates.title',
  density: 'general.density',
  onlyOnCrm: 'general.only-crm',
  letterKeys: 'keys.letters',
  scoreWeights: 'options.scoring',
};

/** Own names: nobody looks for her language under another one. */
const LANGUAGES: Readonly<Record<string, string>> = { en: 'English', es: 'Español', ru: 'Русский' };
const CHOICES: Readonly<Record<string, MessageId>> = {
  auto: 'general.auto',
  light: 'general.light',
  dark: 'general.dark',
  comfortable: 'general.comfortable',
  compact: 'general.compact',
};
/** What holds while nothing is set. */
const UNSET: Readonly<Partial<Record<Name, unknown>>> = { density: 'comfortable', onlyOnCrm: false, letterKeys: true, templates: [] };

/** A setting's value in a word or two; of one that is a whole table, that it is the rep's own, or the product's. */
export function settingWords(t: Translate, name: Name, settings: Partial<Settings> | SettingsFile['settings']): string {
  const value: unknown = settings[name] ?? UNSET[name];
  if (typeof value === 'boolean') return t(value ? 'transfer.on' : 'transfer.off');
  if (Array.isArray(value)) return t('transfer.entries', { n: value.length });
  if (typeof value === 'string') {
    const word = Object.hasOwn(CHOICES, value) ? CHOICES[value] : undefined;
    return word ? t(word) : (LANGUAGES[value] ?? value);
  }
  return t(value === undefined ? 'transfer.standard' : 'transfer.own');
}
