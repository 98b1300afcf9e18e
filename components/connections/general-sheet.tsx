import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Settings } from '../../lib/model/dossier.ts';
import type { TransferHost } from '../transfer/host.ts';
import { SettingsTransfer } from '../transfer/settings-transfer.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { OptionsHost } from './connectable.ts';
import { MergeRules } from './merge-rules.tsx';

const LANGUAGES: [Settings['language'], string | undefined][] = [
  ['auto', undefined],
  ['en', 'English'],
  ['es', 'Español'],
  ['ru', 'Русский'],
];
const THEMES: [Settings['theme'], MessageId][] = [
  ['auto', 'general.auto'],
  ['light', 'general.light'],
  ['dark', 'general.dark'],
];

interface Props {
  settings: Settings;
  connections: readonly ConnectionInfo[];
  host: TransferHost & Pick<OptionsHost, 'changeSettings'>;
}

/** Language, theme, previews, whose value is shown; export and import. A change holds at once, in every open page. */
export function GeneralSheet({ settings, connections, host }: Props) {
  const change = host.changeSettings;
  const { t } = useWords();
  const select = 'min-h-control w-72 max-w-full rounded border border-line-control bg-surface px-2.5';
  return (
    <section className="flex flex-col gap-5">
      <h1 className="text-5">{t('options.general')}</h1>
      <label className="flex flex-col gap-1 font-medium">
        {t('general.language')}
        <select
          className={`font-normal ${select}`}
          value={settings.language}
          onChange={(event) => void change({ language: event.target.value as Settings['language'] })}
        >
          {LANGUAGES.map(([id, name]) => (
            <option key={id} value={id} lang={id === 'auto' ? undefined : id}>
              {name ?? t('general.auto')}
            </option>
          ))}
        </select>
      </label>
      <label className="flex flex-col gap-1 font-medium">
        {t('general.theme')}
        <select
          className={`font-normal ${select}`}
          value={settings.theme}
          onChange={(event) => void change({ theme: event.target.value as Settings['theme'] })}
        >
          {THEMES.map(([id, word]) => (
            <option key={id} value={id}>
              {t(word)}
            </option>
          ))}
        </select>
      </label>
      <label className="flex flex-col gap-1 font-medium">
        {t('general.density')}
        <select
          className={`font-normal ${select}`}
          value={settings.density ?? 'comfortable'}
          onChange={(event) => void change({ density: event.target.value as 'compact' })}
        >
          <option value="comfortable">{t('general.comfortable')}</option>
          <option value="compact">{t('general.compact')}</option>
        </select>
      </label>
      <label className="flex max-w-160 items-start gap-2">
        <input
          type="checkbox"
          checked={settings.onlyOnCrm ?? false}
          onChange={(event) => void change({ onlyOnCrm: event.target.checked })}
          className="mt-0.5 size-4 accent-accent"
        />
        <span>
          <span className="font-medium">{t('general.only-crm')}</span>
          <span className="block text-text-muted">{t('general.only-crm-text')}</span>
        </span>
      </label>
      <label className="flex max-w-160 items-start gap-2">
        <input
          type="checkbox"
          checked={settings.followPreviews}
          onChange={(event) => void change({ followPreviews: event.target.checked })}
          className="mt-0.5 size-4 accent-accent"
        />
        <span>
          <span className="font-medium">{t('general.previews')}</span>
          <span className="block text-text-muted">{t('general.previews-text')}</span>
        </span>
      </label>
      <MergeRules settings={settings} connections={connections} change={change} />
      <SettingsTransfer settings={settings} host={host} />
    </section>
  );
}
