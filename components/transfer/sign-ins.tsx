import { useState } from 'react';
import { toStoredError } from '../../lib/model/errors.ts';
import type { SealedPart, SignInChanges } from '../../lib/model/settings-file.ts';
import { Button } from '../shell/button.tsx';
import { SecretField } from '../shell/secret-field.tsx';
import { storeSentence } from '../vault/words.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';

interface Props {
  part: SealedPart;
  /** Absent as long as the passphrase was not given. */
  changes: SignInChanges | undefined;
  open: (part: SealedPart, passphrase: string) => Promise<unknown>;
}

/** The keys of a file: closed, with the field that opens them; open, whose they are and what becomes of those here. */
export function SignIns({ part, changes, open }: Props) {
  const { t } = useWords();
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<MessageId>();
  const give = async () => {
    setBusy(true);
    setWrong(undefined);
    await open(part, passphrase).catch((error: unknown) => {
      const stored = toStoredError(error);
      setWrong(stored.code === 'tampered' ? 'transfer.tampered' : storeSentence(stored));
    });
    setBusy(false);
  };
  if (changes) {
    const { connections, hooks } = changes;
    if (connections.length + hooks.length === 0) return <p className="text-text-muted">{t('transfer.keys-known')}</p>;
    return (
      <ul className="flex flex-col gap-1">
        {connections.map(({ name, userName, isNew }) => (
          <li key={name} className="bidi">
            {t(isNew ? 'transfer.adds' : 'transfer.replaces', { name: [name, userName].filter(Boolean).join(' · ') })}
          </li>
        ))}
        {hooks.map(({ name, isNew }) => (
          <li key={name} className="bidi">
            {t(isNew ? 'transfer.adds-workflow' : 'transfer.replaces-workflow', { name })}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <form
      className="flex w-full flex-col items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== '' && !busy) void give();
      }}
    >
      <p className="text-pretty">{t('transfer.holds-keys')}</p>
      <SecretField label="transfer.passphrase" value={passphrase} complete="off" onChange={setPassphrase} />
      <p role="alert" className="text-warn empty:hidden">
        {wrong && t(wrong)}
      </p>
      <Button type="submit" disabled={passphrase === '' || busy}>
        {t('transfer.open')}
      </Button>
    </form>
  );
}
