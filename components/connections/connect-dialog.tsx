import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { IconButton } from '../shell/button.tsx';
import { SystemChip } from '../shell/mark.tsx';
import { useWords } from '../words/use-words.ts';
import { ConnectForm } from './connect-form.tsx';
import type { OptionsHost } from './connectable.ts';

interface Props {
  host: OptionsHost;
  system: string | undefined;
  /** Signing in again: what the rep typed last time stands there already. */
  again?: ConnectionInfo | undefined;
  /** The account of the page she came from. */
  address?: string | undefined;
  onClose: () => void;
}

/** Choose a system, type what it needs, see what the key can do, save. Nothing is saved before it was tried. */
export function ConnectDialog({ host, system: wanted, again, address, onClose }: Props) {
  const { t } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const system = host.systems.find((each) => each.id === wanted);
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>('input, select, li a')?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="connect-title"
      onClose={onClose}
      className="m-auto w-136 max-w-full rounded-3 border border-line-strong bg-surface-raised p-0 shadow-3"
    >
      <div className="flex items-start gap-3 px-5 pt-5 max-sm:px-4">
        {system && <SystemChip mark={system.mark} name={system.name} />}
        <div className="flex-1">
          <h2 id="connect-title" className="text-3">
            {system ? t(again ? 'connect.again' : 'connect.title', { system: system.name }) : t('connect.choose')}
          </h2>
          <p className="text-text-muted">{system ? t('connect.safe') : t('first.choose-text')}</p>
        </div>
        <IconButton name={t('action.close')} onClick={() => dialog.current?.close()}>
          <X className="size-4" strokeWidth={1.65} />
        </IconButton>
      </div>
      {system ? (
        <ConnectForm host={host} system={system} again={again} address={address} onDone={() => dialog.current?.close()} />
      ) : (
        <ul className="p-5 max-sm:p-3">
          {host.systems.map((each) => (
            <li key={each.id} className="not-first:border-line not-first:border-t">
              <a href={`#connect/${each.id}`} className="flex min-h-13 items-center gap-3 rounded px-2 hover:bg-surface-hover">
                <SystemChip mark={each.mark} name={each.name} />
                <span className="flex-1 font-medium">{each.name}</span>
                <span className="text-accent-text">{t('connect.button')}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </dialog>
  );
}
