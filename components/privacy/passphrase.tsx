import { useState } from 'react';
import type { Settings } from '../../lib/model/dossier.ts';
import { toStoredError } from '../../lib/model/errors.ts';
import { keepingOf } from '../../lib/model/keeping.ts';
import { Button } from '../shell/button.tsx';
import { freshProblem, isFreshReady, SHORTEST } from '../shell/fresh-passphrase.ts';
import { SecretField } from '../shell/secret-field.tsx';
import { storeSentence } from '../vault/words.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { Choice } from './choice.tsx';
import type { PrivacyHost } from './host.ts';

const MINUTES = [5, 15, 30, 60, 240, 0];

interface Props {
  hasPassphrase: boolean;
  settings: Settings;
  host: PrivacyHost;
}

/** The passphrase: set, changed, given up; and when it locks by itself. */
export function Passphrase({ hasPassphrase, settings, host }: Props) {
  const { t } = useWords();
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ text: MessageId; isBad: boolean }>();
  const run = async (what: () => Promise<unknown>, done: MessageId) => {
    setBusy(true);
    setSaid(undefined);
    try {
      await what();
      for (const empty of [setCurrent, setFresh, setAgain]) empty('');
      setSaid({ text: done, isBad: false });
    } catch (error) {
      setSaid({ text: storeSentence(toStoredError(error)), isBad: true });
    }
    setBusy(false);
  };
  const isLacking = hasPassphrase && current === '';
  const problem = freshProblem(fresh, again);
  const canSet = !busy && !isLacking && isFreshReady(fresh, again);
  const set = () => run(() => host.setPassphrase(fresh, hasPassphrase ? current : undefined), hasPassphrase ? 'pass.changed' : 'pass.set');
  return (
    <form
      aria-labelledby="pass"
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSet) void set();
      }}
    >
      <h2 id="pass" className="text-3">
        {t('pass.title')}
      </h2>
      <p className="text-pretty text-text-muted">{t(hasPassphrase ? 'pass.on-text' : 'pass.off-text')}</p>
      {hasPassphrase && <SecretField label="pass.current" value={current} complete="current-password" onChange={setCurrent} />}
      <SecretField label="pass.new" value={fresh} complete="new-password" onChange={setFresh} />
      <SecretField label="pass.again" value={again} complete="new-password" onChange={setAgain} />
      <p role="status" className={said?.isBad || problem ? 'text-warn' : 'text-text-muted'}>
        {problem ? t(problem, { n: SHORTEST }) : said && t(said.text)}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={!canSet}>
          {t(hasPassphrase ? 'pass.change' : 'pass.turn-on')}
        </Button>
        {hasPassphrase && (
          <>
            <Button disabled={busy || isLacking} onClick={() => void run(() => host.dropPassphrase(current), 'pass.dropped')}>
              {t('pass.turn-off')}
            </Button>
            <Button onClick={() => void host.lockNow()}>{t('pass.lock-now')}</Button>
          </>
        )}
      </div>
      {hasPassphrase && (
        <Choice
          label={t('pass.after')}
          value={keepingOf(settings).lockAfterMin}
          options={MINUTES.map((n) => [n, n === 0 ? t('pass.at-close') : t('pass.minutes', { n })])}
          onChange={(lockAfterMin) => void host.changeSettings({ lockAfterMin })}
        />
      )}
    </form>
  );
}
