import { Equal, EqualNot } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LinkedRecord } from '../../lib/model/dossier.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { useHost } from '../host.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { Button } from '../shell/button.tsx';
import { Live } from '../shell/live.tsx';
import { SystemChip } from '../shell/mark.tsx';
import { SafeLink } from '../shell/safe-link.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { AnsweredLine } from './answered-line.tsx';
import { type Around, systemOf } from './context.ts';
import type { CustomerFacts, Held } from './facts.ts';
import { reasonWords } from './reasons.ts';

/** More than these would push the customer herself off the panel. */
const MOST_QUESTIONS = 3;
const MOST_REASONS = 6;

interface Props {
  anchor: RecordRef;
  facts: CustomerFacts;
  around: Around;
}

/** Uncertain matches stand apart, with reasons, until the rep answers. Nothing of them is mixed into the customer. */
export function MaybeSame({ anchor, facts, around }: Props) {
  const { t } = useWords();
  const host = useHost();
  /** Answered since the customer was opened: the receipts. */
  const [fresh, setFresh] = useState<readonly string[]>([]);
  const [said, setSaid] = useState<MessageId>();
  /** Asked anew, as the rep has taken her answer back. */
  const [undone, setUndone] = useState<string>();
  const { maybe, ruled } = facts;
  if (maybe.length === 0 && ruled.length === 0) return null;

  const answer = (record: RecordRef, same: boolean | null) => {
    const key = recordKey(record);
    setUndone(same === null ? key : undefined);
    setFresh((before) => [...before.filter((each) => each !== key), ...(same === null ? [] : [key])]);
    host.rule({ a: anchor, b: record, same }).then(
      () => setSaid(same === null ? undefined : same ? 'maybe.said-same' : 'maybe.said-different'),
      () => setSaid('maybe.failed'),
    );
  };
  const isFresh = ({ record }: Held) => fresh.includes(recordKey(record.ref));
  const line = (each: Held & LinkedRecord) => (
    <AnsweredLine
      key={recordKey(each.record.ref)}
      held={each}
      around={around}
      isDuplicate={isDuplicate(facts, each)}
      takesFocus={isFresh(each)}
      onUndo={() => answer(each.record.ref, null)}
    />
  );
  const older = ruled.filter((each) => !isFresh(each));
  return (
    <section aria-label={t('maybe.title')} className="mt-3 flex flex-col gap-3 rounded-3 border border-line-strong p-3">
      {maybe.slice(0, MOST_QUESTIONS).map((each, index) => (
        <Question
          key={`${each.connectionId}/${recordKey(each.record.ref)}`}
          held={each}
          around={around}
          isFirst={index === 0}
          takesFocus={undone === recordKey(each.record.ref)}
          onAnswer={(same) => answer(each.record.ref, same)}
        />
      ))}
      {ruled.some(isFresh) && <ul className="flex flex-col gap-1">{ruled.filter(isFresh).map(line)}</ul>}
      {older.length > 0 && (
        <details>
          <summary className="min-h-6 cursor-pointer text-1 text-text-muted">{t('maybe.answered', { n: older.length })}</summary>
          <ul className="flex flex-col gap-1">{older.map(line)}</ul>
        </details>
      )}
      {said === 'maybe.failed' && <p className="text-1 text-warn">{t(said)}</p>}
      <Live text={said === undefined ? '' : t(said)} />
    </section>
  );
}

interface QuestionProps {
  held: Held & LinkedRecord;
  around: Around;
  isFirst: boolean;
  /** The button that had the focus is gone. */
  takesFocus: boolean;
  onAnswer: (same: boolean) => void;
}

function Question({ held: { record, connectionId, probability, reasons = [] }, around, isFirst, takesFocus, onAnswer }: QuestionProps) {
  const { t, format } = useWords();
  const first = useRef<HTMLButtonElement>(null);
  const takes = useRef(takesFocus);
  useEffect(() => {
    if (takes.current && document.activeElement === document.body) first.current?.focus();
  }, []);
  const system = systemOf(around, connectionId);
  const isDuplicate = reasons.some(({ code }) => code === 'same-account-duplicate');
  const line = record.kind === 'person' ? [record.title, record.companyName].filter(Boolean).join(' · ') : '';
  const shown = reasons
    .filter(({ code }) => code !== 'same-account-duplicate')
    .slice(0, MOST_REASONS)
    .flatMap((reason) => reasonWords(t, reason) ?? [])
    .sort((a, b) => Number(a.sign === '≠') - Number(b.sign === '≠'));
  return (
    <article className="flex flex-col gap-2 not-first:border-line not-first:border-t not-first:pt-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        {(isFirst || isDuplicate) && (
          <h2 className="text-2">{isDuplicate ? t('maybe.duplicate', { system: system.name }) : t('maybe.title')}</h2>
        )}
        {probability !== undefined && (
          <p className="text-1 text-text-muted tabular-nums">{t(likelihood(probability), { percent: format.percent(probability) })}</p>
        )}
      </div>
      <div className="flex items-start gap-2">
        <Avatar name={record.name} kind={record.kind === 'company' ? 'company' : 'person'} small />
        <div className="min-w-0 flex-1">
          <SafeLink href={record.url} className="bidi line-clamp-3 text-2 text-text hover:underline">
            {record.name}
          </SafeLink>
          {line && <p className="bidi text-1 text-text-muted">{line}</p>}
        </div>
        <SystemChip {...system} />
      </div>
      <ul className="flex flex-col gap-1">
        {shown.map(({ sign, text }) => (
          <li key={text} className="flex gap-2">
            {sign === '=' ? (
              <Equal className="mt-[3px] size-3.5 shrink-0 text-good" strokeWidth={2} aria-hidden="true" />
            ) : (
              <EqualNot className="mt-[3px] size-3.5 shrink-0 text-warn" strokeWidth={2} aria-hidden="true" />
            )}
            <span className="bidi">{text}</span>
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-2 gap-2">
        <Button ref={first} onClick={() => onAnswer(true)}>
          {t('maybe.same')}
        </Button>
        <Button onClick={() => onAnswer(false)}>{t('maybe.different')}</Button>
      </div>
      <p className="text-1 text-text-muted">{t('maybe.note', { system: system.name })}</p>
    </article>
  );
}

/** A record of an account that holds the customer's own record too. */
function isDuplicate({ own }: CustomerFacts, { record, connectionId, link }: Held & LinkedRecord): boolean {
  const others = own.filter((each) => each.connectionId === connectionId && recordKey(each.record.ref) !== recordKey(record.ref));
  return link === 'same' && others.length > 0;
}

function likelihood(probability: number): MessageId {
  if (probability >= 0.75) return 'maybe.likely';
  return probability >= 0.4 ? 'maybe.possible' : 'maybe.unlikely';
}
