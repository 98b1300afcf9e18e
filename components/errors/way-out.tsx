import type { StoredError } from '../../lib/model/errors.ts';
import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import { safeHref } from '../shell/safe-href.ts';
import { useCopied } from '../shell/use-copied.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { errorDetails, errorWords, type WayOut } from './words.ts';

const LABELS: Partial<Record<WayOut, MessageId>> = {
  'sign-in': 'way.sign-in',
  grant: 'way.grant',
  resume: 'connection.resume',
  writes: 'way.writes',
  open: 'way.open',
  retry: 'way.retry',
  edit: 'way.edit',
  copy: 'way.copy',
};

interface Props {
  error: StoredError;
  systemName: string;
  connectionId: string;
  url?: string | undefined;
  onRetry?: (() => void) | undefined;
  onEdit?: (() => void) | undefined;
  className?: string;
}

/** The button that leads out of a failure, or nothing where waiting is all there is to do. */
export function WayOutButton({ error, systemName, connectionId, url, onRetry, onEdit, className = '' }: Props) {
  const { t } = useWords();
  const host = useHost();
  const { said, copy } = useCopied();
  const { way } = errorWords(error);
  const label = LABELS[way];
  const page = safeHref(url);
  const acts: Partial<Record<WayOut, (() => void) | undefined>> = {
    'sign-in': () => host.openOptions(`connections/${connectionId}`),
    grant: () => host.openOptions(`connections/${connectionId}`),
    resume: () => host.openOptions(`connections/${connectionId}`),
    writes: () => host.openOptions(`connections/${connectionId}`),
    open: page === undefined ? undefined : () => host.openTab(page),
    retry: onRetry,
    edit: onEdit,
    copy: () => copy(errorDetails(error, systemName)),
  };
  const act = acts[way];
  if (!label || !act) return null;
  return (
    <Button look="text" small className={className} onClick={act}>
      {way === 'copy' ? <span role="status">{t(said ?? label)}</span> : t(label, { system: systemName })}
    </Button>
  );
}
