import { useLiveQuery } from 'dexie-react-hooks';
import { Lock } from 'lucide-react';
import { lockState } from '../../lib/store/lock-state.ts';
import { useHost } from '../host.tsx';
import { IconButton } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

/** Locks at once; there only where a passphrase is set. */
export function LockButton() {
  const { t } = useWords();
  const host = useHost();
  const lock = useLiveQuery(() => lockState(), []);
  if (!lock?.hasPassphrase) return null;
  return (
    <IconButton name={t('pass.lock-now')} className="size-8" onClick={() => void host.lockNow()}>
      <Lock className="size-4" strokeWidth={1.65} />
    </IconButton>
  );
}
