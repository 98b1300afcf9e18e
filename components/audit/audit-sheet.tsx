import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import type { AuditLine } from '../../lib/model/audit.ts';
import { auditCsv, auditJson } from '../../lib/model/audit-file.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { allAuditLines, auditLines } from '../../lib/store/audit.ts';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import { AuditEntryRow } from './audit-entry-row.tsx';
import { ChainLine } from './chain-line.tsx';

const AT_FIRST = 100;

/** What was written where by whom, newest first; to be filtered, checked and taken along. */
export function AuditSheet({ connections }: { connections: readonly ConnectionInfo[] }) {
  const { t } = useWords();
  const [shown, setShown] = useState(AT_FIRST);
  const [query, setQuery] = useState('');
  const lines = useLiveQuery(() => auditLines(query === '' ? shown : Number.MAX_SAFE_INTEGER), [shown, query]);
  const fitting = (lines ?? []).filter((line) => fits(line, query)).slice(0, shown);
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
        <Button onClick={() => void allAuditLines().then((all) => download(auditCsv(all), 'csv'))}>{t('audit.csv')}</Button>
        <Button onClick={() => void allAuditLines().then((all) => download(auditJson(all), 'json'))}>{t('audit.json')}</Button>
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

function fits({ entry }: AuditLine, query: string): boolean {
  if (query.trim() === '') return true;
  const { who, what, where, result, after } = entry ?? {};
  const text = [who?.userName, what, where?.system, where?.account, where?.customerName, result?.state, JSON.stringify(after)].join(' ');
  return query
    .toLocaleLowerCase()
    .split(/\s+/u)
    .every((word) => text.toLocaleLowerCase().includes(word));
}

function download(text: string, type: 'csv' | 'json'): void {
  const kind = type === 'csv' ? 'text/csv;charset=utf-8' : 'application/json';
  const url = URL.createObjectURL(new Blob([type === 'csv' ? `\u{feff}${text}` : text], { type: kind }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `sidelight-audit.${type}`;
  link.click();
  URL.revokeObjectURL(url);
}
