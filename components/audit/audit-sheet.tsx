import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import type { AuditLine } from '../../lib/model/audit.ts';
import { auditCsv, auditJson } from '../../lib/model/audit-file.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { allAuditLines, auditLines } from '../../lib/store/audit.ts';
import { Button } from '../shell/button.tsx';
import { download } from '../shell/download.ts';
import type { Translate } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { AuditEntryRow, RESULT, systemName } from './audit-entry-row.tsx';
import { ChainLine } from './chain-line.tsx';
import { KIND_NAMES } from './kind-names.ts';

const AT_FIRST = 100;

/** What was written where by whom, newest first; to be filtered, checked and taken along. */
export function AuditSheet({ connections }: { connections: readonly ConnectionInfo[] }) {
  const { t } = useWords();
  const [shown, setShown] = useState(AT_FIRST);
  const [query, setQuery] = useState('');
  const lines = useLiveQuery(() => auditLines(query === '' ? shown : Number.MAX_SAFE_INTEGER), [shown, query]);
  const words = query.toLocaleLowerCase().split(/\s+/u);
  const fitting = (lines ?? []).filter((line) => fits(textOf(line, connections, t), words)).slice(0, shown);
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h1 className="text-5">{t('options.history')}</h1>
        <p className="max-w-160 text-pretty text-text-muted">{t('audit.text')}</p>
      </div>
      <ChainLine length={lines?.[0]?.seq ?? 0} />
      <div className="flex flex-wrap items-end gap-2">
        <label className="flex w-72 max-w-full flex-col gap-1 font-medium">
          {t('audit.filter')}
          <input
            type="search"
            className="min-h-control w-full rounded border border-line-control bg-surface px-2.5 font-normal"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
        <Button
          onClick={() =>
            void allAuditLines().then((all) => download(`\u{feff}${auditCsv(all)}`, 'sidelight-audit.csv', 'text/csv;charset=utf-8'))
          }
        >
          {t('audit.csv')}
        </Button>
        <Button onClick={() => void allAuditLines().then((all) => download(auditJson(all), 'sidelight-audit.json', 'application/json'))}>
          {t('audit.json')}
        </Button>
      </div>
      {lines && fitting.length === 0 && <p className="text-text-muted">{t(query === '' ? 'audit.empty' : 'audit.no-fit')}</p>}
      <ol className="flex flex-col divide-y divide-line">
        {fitting.map((line) => (
          <AuditEntryRow key={line.seq} line={line} connections={connections} />
        ))}
      </ol>
      {fitting.length === shown && (
        <Button look="quiet" className="self-start" onClick={() => setShown(shown + AT_FIRST)}>
          {t('audit.more')}
        </Button>
      )}
    </section>
  );
}

/** All of an entry that is shown, and what stands in it. */
function textOf({ entry }: AuditLine, connections: readonly ConnectionInfo[], t: Translate): string {
  if (!entry) return t('audit.dropped');
  const { who, what, where, result, after } = entry;
  const shown = [t(KIND_NAMES[what]), t(RESULT[result.state]), systemName(where, connections), where.account, where.customerName];
  return [...shown, who.userName, JSON.stringify(after)].join(' ');
}

function fits(text: string, words: readonly string[]): boolean {
  const folded = text.toLocaleLowerCase();
  return words.every((word) => folded.includes(word));
}
