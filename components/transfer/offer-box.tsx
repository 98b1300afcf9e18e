import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import type { Settings } from '../../lib/model/dossier.ts';
import type { SettingsFile, SignInChanges } from '../../lib/model/settings-file.ts';
import { Button } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { TransferHost } from './host.ts';
import { SETTING_WORDS, settingWords } from './setting-words.ts';
import { SignIns } from './sign-ins.tsx';

/** A file that was read and not yet taken over: what it would change. */
export interface Offer {
  file: SettingsFile;
  settings: (keyof SettingsFile['settings'])[];
  rulings: number;
  mappings: number;
}

interface Props {
  offer: Offer;
  settings: Settings;
  host: TransferHost;
  onEnd: (end: MessageId | undefined) => void;
}

/** What a file changes, its keys among it once they were opened; and the yes or no. */
export function OfferBox({ offer, settings, host, onEnd }: Props) {
  const { t } = useWords();
  const { file } = offer;
  const [opened, setOpened] = useState<{ changes: SignInChanges; passphrase: string }>();
  const [busy, setBusy] = useState(false);
  const plain = offer.settings.length + offer.rulings + offer.mappings;
  const sealed = opened ? opened.changes.connections.length + opened.changes.hooks.length : 0;
  const apply = async () => {
    const needs = opened ? [...opened.changes.connections, ...opened.changes.hooks] : [];
    const hosts = [...new Set(needs.flatMap((each) => each.hosts))];
    const cookies = opened?.changes.connections.some((each) => each.cookies) ?? false;
    // Refused, the connections wait for access, and say so.
    const asked = hosts.length > 0 ? host.requestAccess({ hosts, cookies }) : undefined;
    setBusy(true);
    await asked?.catch(() => false);
    const end = await host.importSettings(file, sealed > 0 ? opened?.passphrase : undefined).then(
      () => 'transfer.done' as const,
      () => 'transfer.failed' as const,
    );
    setBusy(false);
    onEnd(end);
  };
  return (
    <div className="flex flex-col items-start gap-2 rounded border border-line p-3">
      <h3 className="text-2">{t('transfer.changes')}</h3>
      <ul className="flex flex-col gap-1">
        {offer.settings.map((name) => (
          <li key={name}>
            <span className="font-medium">{t(SETTING_WORDS[name])}:</span>{' '}
            <span className="text-text-muted line-through">{settingWords(t, name, settings)}</span>{' '}
            <ArrowRight className="inline size-4 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
            <span className="sr-only">{t('scoring.becomes')}</span> {settingWords(t, name, file.settings)}
          </li>
        ))}
        {offer.rulings > 0 && <li>{t('transfer.rulings', { n: offer.rulings })}</li>}
        {offer.mappings > 0 && <li>{t('transfer.mappings', { n: offer.mappings })}</li>}
      </ul>
      {file.signIns && (
        <SignIns
          changes={opened?.changes}
          open={async (part, passphrase) => setOpened({ changes: await host.openSignIns(part, passphrase), passphrase })}
          part={file.signIns}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button disabled={busy || plain + sealed === 0} onClick={() => void apply()}>
          {t('transfer.apply')}
        </Button>
        <Button look="quiet" onClick={() => onEnd(undefined)}>
          {t('transfer.cancel')}
        </Button>
      </div>
    </div>
  );
}
