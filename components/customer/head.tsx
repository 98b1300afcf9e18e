import { memo, type ReactNode } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { DossierPart } from '../../lib/model/dossier.ts';
import { useHost } from '../host.tsx';
import { useOnline } from '../panel/use-online.ts';
import { Avatar } from '../shell/avatar.tsx';
import { FRESHNESS_WORDS, SystemMark } from '../shell/mark.tsx';
import { safeHref } from '../shell/safe-href.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { partOf, systemOf } from './context.ts';
import type { CustomerFacts } from './facts.ts';
import { freshnessOf } from './freshness.ts';

interface HeadProps {
  facts: CustomerFacts;
  ring: ReactNode;
}

/** Who: initials, name, role · company, score. */
export function CustomerHead({ facts, ring }: HeadProps) {
  const { title, companyName, industry } = facts.profile.fields;
  // The company as its own records write it; what stands on the person is often older, or in capitals.
  const employer = facts.company?.fields.name?.values[0]?.value ?? companyName?.values[0]?.value;
  const company = facts.profile.kind === 'person' ? employer : industry?.values[0]?.value;
  const line = [title?.values[0]?.value, company].filter((part) => part !== undefined);
  return (
    <header className="flex items-start gap-3">
      <span className="@max-narrow:hidden">
        <Avatar name={facts.name} kind={facts.profile.kind} />
      </span>
      <div className="min-w-0 flex-1">
        <h1 className="bidi line-clamp-4 text-balance text-4 @max-narrow:text-3">{facts.name}</h1>
        {line.length > 0 && (
          <p className="bidi text-2 text-text-muted">
            <span className="@max-narrow:hidden">{line.join(' · ')}</span>
            {line.map((part) => (
              <span key={part} className="@narrow:hidden block">
                {part}
              </span>
            ))}
          </p>
        )}
      </div>
      {ring}
    </header>
  );
}

interface MarksProps {
  connections: readonly ConnectionInfo[];
  parts: readonly DossierPart[] | undefined;
  facts: CustomerFacts | undefined;
  openId: string | undefined;
  isAsking: boolean;
}

/** Where she exists, and how fresh each system's answer is. */
export const MarkRow = memo(function MarkRow({ connections, parts, facts, openId, isAsking }: MarksProps) {
  const { t, format } = useWords();
  const host = useHost();
  const online = useOnline();
  const now = useNow(5000, parts);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1">
      <ul aria-label={t('marks.label')} className="flex flex-wrap gap-1">
        {connections.map((connection) => {
          const part = partOf(parts, connection.id);
          const state = freshnessOf(connection, part, now, online, isAsking);
          const url = safeHref(facts?.own.find((held) => held.connectionId === connection.id)?.record.url);
          const shown = systemOf({ connections }, connection.id);
          const known = facts?.own.some((held) => held.connectionId === connection.id) ?? false;
          const words = [
            shown.name,
            state === 'fresh' && !known ? t('freshness.not-there') : t(FRESHNESS_WORDS[state]),
            part?.answeredAt === undefined ? undefined : format.ago(part.answeredAt, now),
            connection.id === openId ? t('marks.here') : undefined,
          ];
          return (
            <li key={connection.id} className="flex">
              <SystemMark
                mark={shown.mark}
                tag={shown.tag}
                state={state}
                here={connection.id === openId}
                label={words.filter((word) => word !== undefined).join(', ')}
                onOpen={url === undefined ? undefined : () => host.openTab(url)}
              />
            </li>
          );
        })}
      </ul>
      <AgeLine connections={connections} parts={parts} now={now} online={online} isAsking={isAsking} />
    </div>
  );
});

/** `Updated 12 s ago`, `2 of 4 answered`, `As of 09:12`. */
function AgeLine({
  connections,
  parts,
  now,
  online,
  isAsking,
}: Pick<MarksProps, 'connections' | 'parts' | 'isAsking'> & { now: number; online: boolean }) {
  const { t, format } = useWords();
  const asked = connections.filter((connection) => connection.state === 'ok');
  const answers = (parts ?? []).flatMap((part) => (part.answeredAt === undefined ? [] : [part.answeredAt]));
  const waiting = asked.filter((connection) => {
    const state = partOf(parts, connection.id)?.state;
    return state === 'asking' || (state === undefined && isAsking);
  }).length;
  const oldest = answers.length > 0 ? Math.min(...answers) : undefined;
  let text: string | undefined;
  /** Where it is narrow: the marks and their age in one line. */
  let short: string | undefined;
  if (!online) text = oldest === undefined ? t('age.offline') : t('age.as-of', { time: format.clock(oldest, now) });
  else if (waiting > 0) {
    text =
      waiting === asked.length && oldest === undefined
        ? t('age.asking', { n: asked.length })
        : t('age.answered', { n: asked.length - waiting, all: asked.length });
    short = t('age.answered-short', { n: asked.length - waiting, all: asked.length });
  } else if (oldest !== undefined) {
    text = t('age.updated', { ago: format.ago(oldest, now) });
    short = now - oldest < 5000 ? format.ago(oldest, now) : format.age(oldest, now);
  }
  // Room for the longest words from the start: none that come later make a line of their own, and nothing below moves.
  const n = asked.length;
  const room = longest(
    t('age.answered', { n, all: n }),
    t('age.updated', { ago: t('time.seconds-ago', { n: 59 }) }),
    t('age.updated', { ago: t('time.minutes-ago', { n: 59 }) }),
  );
  const shortRoom = longest(t('age.answered-short', { n, all: n }), t('time.minutes', { n: 59 }));
  return (
    <span className="grow text-end text-1 text-text-faint">
      <span data-room={room} className={`room block ${short ? '@max-narrow:sr-only' : ''}`}>
        {text}
      </span>
      {short && (
        <span aria-hidden="true" data-room={shortRoom} className="room block @narrow:hidden">
          {short}
        </span>
      )}
    </span>
  );
}

function longest(...words: string[]): string {
  return words.reduce((most, each) => (each.length > most.length ? each : most));
}
