import { type ReactNode, useState } from 'react';
import type { SettingsFile } from '../../lib/model/settings-file.ts';
import { exportSettings } from '../../lib/store/settings-file.ts';
import { Button } from '../shell/button.tsx';
import { download } from '../shell/download.ts';
import { freshProblem, isFreshReady, SHORTEST } from '../shell/fresh-passphrase.ts';
import { SecretField } from '../shell/secret-field.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { TransferHost } from './host.ts';

interface Props {
  host: Pick<TransferHost, 'sealSignIns'>;
  say: (what: MessageId | undefined) => void;
  /** Stands beside the button. */
  children: ReactNode;
}

/** Settings out, as a file; keys go along only when the rep ticks it and gives a passphrase. */
export function ExportForm({ host, say, children }: Props) {
  const { t } = useWords();
  const [withKeys, setWithKeys] = useState(false);
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const problem = withKeys ? freshProblem(fresh, again) : undefined;
  const canExport = !busy && (!withKeys || isFreshReady(fresh, again));
  const save = async () => {
    setBusy(true);
    say(undefined);
    try {
      const file = await exportSettings();
      const whole: SettingsFile = withKeys ? { ...file, signIns: await host.sealSignIns(fresh) } : file;
      download(`${JSON.stringify(whole, undefined, 2)}\n`, 'sidelight-settings.json', 'application/json');
      setFresh('');
      setAgain('');
      setWithKeys(false);
    } catch {
      say('transfer.not-exported');
    }
    setBusy(false);
  };
  return (
    <form
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (canExport) void save();
      }}
    >
      <label className="flex max-w-160 items-start gap-2">
        <input
          type="checkbox"
          checked={withKeys}
          onChange={(event) => setWithKeys(event.target.checked)}
          className="mt-0.5 size-4 accent-accent"
        />
        <span>
          <span className="font-medium">{t('transfer.with-keys')}</span>
          <span className="block text-text-muted">{t('transfer.with-keys-text')}</span>
        </span>
      </label>
      {withKeys && (
        <>
          <SecretField label="transfer.passphrase" value={fresh} complete="new-password" onChange={setFresh} />
          <SecretField label="pass.again" value={again} complete="new-password" onChange={setAgain} />
          <p role="status" className="text-warn empty:hidden">
            {problem && t(problem, { n: SHORTEST })}
          </p>
        </>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={!canExport}>
          {t('transfer.export')}
        </Button>
        {children}
      </div>
    </form>
  );
}
