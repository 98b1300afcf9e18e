import type { AuditLine, AuditResult } from '../../lib/model/audit.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { systemOf } from '../customer/context.ts';
import { safeHref } from '../shell/safe-href.ts';
import { SafeLink } from '../shell/safe-link.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { KIND_NAMES } from './kind-names.ts';

/** How an entry ended, in words. */
export const RESULT: Record<AuditResult, MessageId> = {
  written: 'audit.written',
  refused: 'audit.refused',
  unclear: 'audit.unclear',
  undone: 'audit.undone',
  'not-undone': 'audit.not-undone',
};

/** One entry: what, for whom, where, when and how it ended; the values on demand. */
export function AuditEntryRow({ line, connections }: { line: AuditLine; connections: readonly ConnectionInfo[] }) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  const { entry } = line;
  const when = `${format.day(line.at, now)}, ${format.time(line.at)}`;
  if (!entry)
    return (
      <li className="py-2 text-text-muted">
        {when} · {t('audit.dropped')}
      </li>
    );
  const { what, where, who, result, before, after } = entry;
  const system = what === 'hand-off' ? t('workflows.one') : systemName(where, connections);
  const url = safeHref(result.url);
  return (
    <li className="flex flex-col gap-0.5 py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{t(KIND_NAMES[what])}</span>
        <span className="bidi">{where.customerName}</span>
        <span className={result.state === 'written' || result.state === 'undone' ? 'text-text-muted' : 'text-warn'}>
          {t(RESULT[result.state])}
        </span>
        {url !== undefined && (
          <SafeLink href={url} className="inline-flex min-h-6 items-center">
            {t('receipt.open')}
          </SafeLink>
        )}
      </p>
      <p className="text-1 text-text-muted">
        {[system, where.account, who.userName, when].filter((part) => part !== undefined).join(' · ')}
      </p>
      <details className="text-1">
        <summary className="min-h-6 cursor-pointer content-center text-text-muted">{t('audit.values')}</summary>
        <pre className="bidi max-h-60 overflow-auto whitespace-pre-wrap break-words">
          {JSON.stringify(
            { ...(before !== undefined && { before }), after, ...(result.code !== undefined && { code: result.code }) },
            undefined,
            2,
          )}
        </pre>
      </details>
    </li>
  );
}

/** As the connection is called; of one that was removed the system it was to. */
export function systemName(
  { connectionId, system }: { connectionId: string; system: string },
  connections: readonly ConnectionInfo[],
): string {
  return connections.some(({ id }) => id === connectionId) ? systemOf({ connections }, connectionId).name : system;
}
