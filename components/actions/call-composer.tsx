import { useState } from 'react';
import { CALL_OUTCOMES, type CallOutcome } from '../../lib/model/actions.ts';
import type { Language, MessageId } from '../words/i18n.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { ChoiceChips } from './choice-chips.tsx';
import { commandKeys } from './command-keys.ts';
import { ComposerFrame } from './composer-frame.tsx';
import { ComposerRow } from './composer-row.tsx';
import { followUpFrom } from './follow-up.ts';
import { Hint } from './hint.tsx';
import { MarkedField } from './marked-field.tsx';
import { MomentField } from './moment-field.tsx';
import type { ComposerSubject } from './subject.ts';
import { SuggestionChips, useSuggestions } from './suggestion-chips.tsx';
import { TargetChips } from './target-chips.tsx';
import { useComposer } from './use-composer.ts';

const OUTCOME_WORDS: Readonly<Record<CallOutcome, MessageId>> = {
  reached: 'call.reached',
  'no-answer': 'call.no-answer',
  'left-message': 'call.left-message',
  'wrong-number': 'call.wrong-number',
};
const MINUTE_MS = 60_000;
const LONGEST_MINUTES = 600;
/** The clock on the screen moves in steps of this. */
const TICK_MS = 15_000;

/** Outcome, what was agreed, how long, and what comes next. The clock runs from the click that opened it. */
export function CallComposer(subject: ComposerSubject) {
  const { t, format, language } = useWords();
  const { field, targets, chosen, choose, draft, save, saving, failed, close } = useComposer('call', subject);
  const [openedAt] = useState(() => Date.now());
  const now = useNow(TICK_MS);
  const { text, fields } = draft;
  const outcome = (CALL_OUTCOMES as readonly string[]).includes(fields.outcome ?? '') ? (fields.outcome as CallOutcome) : undefined;
  const timed = Math.max(0, Math.floor((now - openedAt) / MINUTE_MS));
  const minutes = fields.minutes === undefined ? timed : Math.min(LONGEST_MINUTES, Math.max(0, Math.round(Number(fields.minutes)) || 0));
  const proposal = followUpFrom(text, language as Language, new Date(openedAt));
  const isFollowed = fields.followed === undefined ? proposal.asked : fields.followed === 'yes';
  const followAt = fields.followAt === undefined ? proposal.at : Number(fields.followAt);
  const title = t('call.follow-up-title', { name: subject.customerName });
  const canSubmit = (text.trim() !== '' || outcome !== undefined) && chosen.length > 0 && !saving;
  const suggestions = useSuggestions({ draft, subject, withDates: false });

  const submit = () => {
    if (!canSubmit) return;
    const at = Date.now();
    void save(
      {
        kind: 'call',
        direction: fields.direction === 'in' ? 'in' : 'out',
        at,
        ...(outcome !== undefined && { outcome }),
        ...(minutes > 0 && { durationMs: minutes * MINUTE_MS }),
        ...(text.trim() !== '' && { text: text.trim() }),
      },
      {
        also: [
          ...(isFollowed ? [{ action: { kind: 'task', title, at, dueAt: followAt, priority: 'normal' } } as const] : []),
          ...suggestions.extras,
        ],
      },
    );
  };

  return (
    <ComposerFrame
      label={t('composer.call-for', { name: subject.customerName })}
      submit={t('composer.save-call')}
      keys={commandKeys('↵')}
      canSubmit={canSubmit}
      onSubmit={submit}
      onEscape={close}
      hint={<Hint failed={failed} />}
    >
      <ChoiceChips
        label={t('call.outcome')}
        options={CALL_OUTCOMES.map((id) => ({ id, word: t(OUTCOME_WORDS[id]) }))}
        chosen={outcome}
        onChoose={(id) => draft.set('outcome', id)}
      />
      <MarkedField field={field} label={t('composer.call-field')} value={text} rows="many" onChange={draft.change} onBlur={draft.flush} />
      <ComposerRow label={t('call.direction')}>
        <ChoiceChips
          label={t('call.direction')}
          options={[
            { id: 'out', word: t('call.out') },
            { id: 'in', word: t('call.in') },
          ]}
          chosen={fields.direction === 'in' ? 'in' : 'out'}
          onChoose={(id) => draft.set('direction', id)}
        />
      </ComposerRow>
      <ComposerRow label={<label htmlFor={`minutes-${subject.record}`}>{t('call.duration')}</label>}>
        <input
          id={`minutes-${subject.record}`}
          type="number"
          inputMode="numeric"
          min={0}
          max={LONGEST_MINUTES}
          value={fields.minutes ?? String(timed)}
          onChange={(event) => draft.set('minutes', event.target.value)}
          className="min-h-control-sm w-16 rounded border border-line-control bg-surface px-2 text-2 text-text tabular-nums"
        />
        <span className="text-text-muted">
          {t('call.minutes', { n: minutes })}
          {fields.minutes === undefined && ` · ${t('call.timed')}`}
        </span>
      </ComposerRow>
      <ComposerRow label={t('call.follow-up')}>
        <label className="flex min-h-control-sm min-w-0 items-center gap-2">
          <input
            type="checkbox"
            checked={isFollowed}
            onChange={(event) => draft.set('followed', event.target.checked ? 'yes' : 'no')}
            className="size-4 accent-accent"
          />
          <span className="bidi">
            {title}
            {isFollowed && `, ${format.moment(followAt, now)}`}
          </span>
        </label>
        {isFollowed && <MomentField label={t('call.follow-up-when')} at={followAt} onChange={(at) => draft.set('followAt', String(at))} />}
      </ComposerRow>
      <SuggestionChips suggestions={suggestions} subject={subject} />
      <TargetChips targets={targets} chosen={chosen} openId={subject.openId} onChange={choose} />
    </ComposerFrame>
  );
}
