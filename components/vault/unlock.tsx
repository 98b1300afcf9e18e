import { useLiveQuery } from 'dexie-react-hooks';
import { Lock } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { toStoredError } from '../../lib/model/errors.ts';
import { waitingCount } from '../../lib/store/retention.ts';
import { useView } from '../panel/view-state.ts';
import { Button } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { GateHost } from './host.ts';
import { StartOver } from './start-over.tsx';
import { storeSentence } from './words.ts';

/** The passphrase, asked for. A wrong one says so; nothing is lost by it. */
export function Unlock({ host }: { host: GateHost }) {
  const { t } = useWords();
  const id = useId();
  const [passphrase, setPassphrase] = useState('');
  const [isOpening, setOpening] = useState(false);
  const [wrong, setWrong] = useState<MessageId>();
  const waiting = useLiveQuery(() => waitingCount(), []) ?? 0;
  // Nothing of a customer stays behind this view.
  useEffect(() => useView.setState(useView.getInitialState()), []);
  const open = async () => {
    setOpening(true);
    setWrong(undefined);
    await host.unlock(passphrase).catch((error: unknown) => setWrong(storeSentence(toStoredError(error))));
    setOpening(false);
  };
  return (
    <main className="@container flex min-h-dvh flex-col bg-surface px-4 py-6">
      <form
        className="mx-auto flex w-full max-w-80 flex-col items-stretch gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (passphrase !== '' && !isOpening) void open();
        }}
      >
        <Lock className="size-6 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
        <h1 className="text-4">{t('lock.title')}</h1>
        <p className="text-pretty text-text-muted">{waiting > 0 ? t('lock.waiting', { n: waiting }) : t('lock.text')}</p>
        <label htmlFor={id} className="font-medium">
          {t('lock.passphrase')}
        </label>
        <input
          id={id}
          type="password"
          autoComplete="current-password"
          // The only thing to be done here.
          // biome-ignore lint/a11y/noAutofocus: a page that holds one field and nothing else
          autoFocus
          value={passphrase}
          aria-invalid={wrong !== undefined}
          aria-describedby={`${id}-wrong`}
          onChange={(event) => setPassphrase(event.target.value)}
          className="min-h-10 rounded border border-line-control bg-surface px-2.5"
        />
        <p id={`${id}-wrong`} role="alert" className="text-warn">
          {wrong && t(wrong)}
        </p>
        <Button type="submit" look="filled" disabled={passphrase === '' || isOpening}>
          {t(isOpening ? 'lock.opening' : 'lock.unlock')}
        </Button>
        <details className="mt-4 text-text-muted">
          <summary className="min-h-6">{t('lock.forgotten')}</summary>
          <p className="my-2 text-pretty">{t('lock.forgotten-text')}</p>
          <StartOver waiting={waiting} onWipe={host.wipe} />
        </details>
      </form>
    </main>
  );
}
