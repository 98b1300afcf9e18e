import { useLiveQuery } from 'dexie-react-hooks';
import type { Settings } from '../../lib/model/dossier.ts';
import { lockState } from '../../lib/store/lock-state.ts';
import { waitingCount } from '../../lib/store/retention.ts';
import { StartOver } from '../vault/start-over.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { PrivacyHost } from './host.ts';
import { Keeping } from './keeping.tsx';
import { NeverStore } from './never-store.tsx';
import { Passphrase } from './passphrase.tsx';
import { StorageMeter } from './storage-meter.tsx';

const PARTS: [MessageId, MessageId][] = [
  ['privacy.cache', 'privacy.cache-text'],
  ['privacy.drafts', 'privacy.drafts-text'],
  ['privacy.keys', 'privacy.keys-text'],
  ['privacy.network', 'privacy.network-text'],
];

/** What is stored where and who can see it, in plain words, limits included; and what the rep can decide about it. */
export function PrivacySheet({ settings, host }: { settings: Settings; host: PrivacyHost }) {
  const { t } = useWords();
  const lock = useLiveQuery(() => lockState(), []);
  const waiting = useLiveQuery(() => waitingCount(), []) ?? 0;
  return (
    <section className="flex max-w-160 flex-col gap-6">
      <h1 className="text-5">{t('options.privacy')}</h1>
      {PARTS.map(([title, text]) => (
        <Part key={title} title={title} text={text} />
      ))}
      {lock && <Part title="privacy.limits" text={lock.hasPassphrase ? 'privacy.limits-passphrase' : 'privacy.limits-text'} />}
      {lock && <Passphrase hasPassphrase={lock.hasPassphrase} settings={settings} host={host} />}
      <Keeping settings={settings} change={host.changeSettings} />
      <NeverStore list={settings.neverStore ?? []} save={(neverStore) => host.changeSettings({ neverStore })} />
      <StorageMeter />
      <section aria-labelledby="wipe" className="flex flex-col items-start gap-2">
        <h2 id="wipe" className="text-3">
          {t('wipe.title')}
        </h2>
        <p className="text-pretty text-text-muted">{t('wipe.text')}</p>
        <StartOver waiting={waiting} onWipe={host.wipe} />
      </section>
    </section>
  );
}

function Part({ title, text }: { title: MessageId; text: MessageId }) {
  const { t } = useWords();
  return (
    <div>
      <h2 className="text-3">{t(title)}</h2>
      <p className="text-pretty text-text-muted">{t(text)}</p>
    </div>
  );
}
