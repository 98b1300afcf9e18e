import { useState } from 'react';
import { type ConnectionInfo, connectionName } from '../../lib/model/connection.ts';
import type { StoredError } from '../../lib/model/errors.ts';
import { TagDot } from '../connections/tag.tsx';
import { errorWords } from '../errors/words.ts';
import { Button } from '../shell/button.tsx';
import { type Freshness, FreshnessGlyph, SystemChip } from '../shell/mark.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { Figures } from './figures.ts';

const STATES: Record<ConnectionInfo['state'], { word: MessageId; glyph: Freshness }> = {
  ok: { word: 'status.online', glyph: 'fresh' },
  'signed-out': { word: 'connection.signed-out', glyph: 'needs-you' },
  'no-permission': { word: 'connection.no-permission', glyph: 'needs-you' },
  paused: { word: 'connection.paused', glyph: 'off' },
};

interface Props {
  connection: ConnectionInfo;
  all: readonly ConnectionInfo[];
  figures: Figures;
  now: number;
  /** Asks the vendor who is signed in and what may be done. */
  test: (id: string) => Promise<{ report: unknown } | { error: StoredError }>;
}

type Check = { at: 'asking' } | { at: 'good'; tookMs: number } | { at: 'bad'; error: StoredError };

/** How one connection is doing, in figures with their units; what is wrong in a sentence, with the way out. */
export function ConnectionCard({ connection, all, figures, now, test }: Props) {
  const { t, format } = useWords();
  const [check, setCheck] = useState<Check>();
  const { id, mark, systemName, state, error } = connection;
  const name = connectionName(connection, all);
  const look = figures.isBroken && state === 'ok' ? { word: 'status.left-alone' as const, glyph: 'stale' as const } : STATES[state];
  const trouble = state === 'ok' ? figures.error : error;
  const ask = async () => {
    const begun = Date.now();
    setCheck({ at: 'asking' });
    const answer = await test(id).catch(() => ({ error: { kind: 'unavailable', code: 'channel-closed' } as const }));
    setCheck('error' in answer ? { at: 'bad', error: answer.error } : { at: 'good', tookMs: Date.now() - begun });
  };
  const rows: [MessageId, string][] = [
    [
      'status.latency',
      figures.medianMs === undefined
        ? '–'
        : t('status.latency-value', { median: format.number(figures.medianMs), p95: format.number(figures.p95Ms ?? figures.medianMs) }),
    ],
    ['status.last', figures.lastAt === undefined ? '–' : format.ago(figures.lastAt, now)],
    ['status.next', figures.nextAt === undefined || state !== 'ok' ? '–' : format.time(figures.nextAt)],
    ['status.requests', t('status.requests-value', { today: figures.today, week: figures.week })],
    ['status.success', figures.successShare === undefined ? '–' : format.percent(figures.successShare)],
    ['status.quota', figures.quotaLeft === undefined ? t('status.quota-untold') : format.percent(figures.quotaLeft)],
  ];
  return (
    <li id={`status-${id}`} className="flex flex-col gap-3 p-4 not-first:border-line not-first:border-t">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <SystemChip mark={mark} name={systemName} />
        <h2 className="flex min-w-24 flex-1 items-center gap-1.5 text-2">
          <TagDot tag={connection.tag} />
          <span className="bidi">{name}</span>
        </h2>
        <p className={`flex items-center gap-1.5 ${look.glyph === 'needs-you' ? 'text-warn' : ''}`}>
          <FreshnessGlyph state={look.glyph} />
          {t(look.word)}
        </p>
        <Button small aria-label={t('status.test-of', { system: name })} disabled={check?.at === 'asking'} onClick={() => void ask()}>
          {t(check?.at === 'asking' ? 'status.testing' : 'status.test')}
        </Button>
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 @wide:grid-cols-3 @page:grid-cols-6">
        {rows.map(([word, value]) => (
          <div key={word}>
            <dt className="text-1 text-text-muted">{t(word)}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="empty:hidden">
        {figures.heldUntil !== undefined && <p className="text-text-muted">{t('status.held', { time: format.time(figures.heldUntil) })}</p>}
        {trouble && <Sentence error={trouble} connection={connection} name={name} />}
      </div>
      <div role="status" className="empty:hidden">
        {check?.at === 'good' && <p className="text-good">{t('status.works', { ms: format.number(check.tookMs) })}</p>}
        {check?.at === 'bad' && <Sentence error={check.error} connection={connection} name={name} />}
      </div>
    </li>
  );
}

/** What happened, and where it is put right. */
function Sentence({ error, connection, name }: { error: StoredError; connection: ConnectionInfo; name: string }) {
  const { t } = useWords();
  const { sentence, way } = errorWords(error);
  const place = way === 'sign-in' ? `#connect/${connection.system}/${connection.id}` : '#connections';
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-warn">
      <span>{t(sentence, { system: name, field: error.field ?? '' })}</span>
      {way !== 'wait' && way !== 'none' && way !== 'copy' && (
        <a href={place} className="inline-flex min-h-6 items-center font-medium text-accent-text hover:underline">
          {t(way === 'sign-in' ? 'way.sign-in' : 'status.to-connection')}
        </a>
      )}
    </p>
  );
}
