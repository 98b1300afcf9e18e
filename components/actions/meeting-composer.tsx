import { Check, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { recordKey } from '../../lib/model/records.ts';
import { Button } from '../shell/button.tsx';
import type { Language } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { aboutAmong, aboutOf, attendeesOf, isNamed, withOrWithout } from './attendees.ts';
import { ChoiceChips } from './choice-chips.tsx';
import { commandKeys } from './command-keys.ts';
import { ComposerFrame } from './composer-frame.tsx';
import { ComposerRow } from './composer-row.tsx';
import { Hint } from './hint.tsx';
import { MarkedField } from './marked-field.tsx';
import { MomentField } from './moment-field.tsx';
import type { ComposerSubject } from './subject.ts';
import { TargetChips } from './target-chips.tsx';
import { consolidated, readTopics } from './topics.ts';
import { useComposer } from './use-composer.ts';
import { findWhen, titleOf } from './when.ts';

const MINUTE_MS = 60_000;
const LENGTHS = [15, 30, 45, 60, 90, 120] as const;
const USUAL_LENGTH = 30;
const HALF_HOUR = 30;
const NO_ABOUT = 'none';

/** One event for all who come, about the company or one deal, with what was said by topic. */
export function MeetingComposer(subject: ComposerSubject) {
  const { t, format, language } = useWords();
  const { field, targets, chosen, choose, draft, save, saving, failed, close } = useComposer('meeting', subject);
  const [openedAt] = useState(() => Date.now());
  const { dossier, customerName, focus } = subject;
  const people = useMemo(() => attendeesOf(dossier, customerName), [dossier, customerName]);
  const abouts = useMemo(() => aboutOf(dossier), [dossier]);
  const { text, fields } = draft;
  const places = targets.flatMap(({ refs }) => refs);

  const when = findWhen(text, language as Language, new Date(openedAt));
  const named = when && !when.allDay ? when.at : undefined;
  const startAt = fields.startAt === undefined ? (named ?? slotOf(openedAt)) : Number(fields.startAt);
  const minutes = LENGTHS.find((each) => String(each) === fields.minutes) ?? USUAL_LENGTH;
  const endAt = startAt + minutes * MINUTE_MS;
  const invited = new Set(fields.people === undefined ? [''] : (JSON.parse(fields.people) as string[]));
  const attendees = people.filter((each) => isNamed(each, invited));
  const usualAbout = focus?.kind === 'deal' ? recordKey(focus.ref) : 'company';
  const about =
    fields.about === undefined && fields.on !== undefined
      ? aboutAmong(abouts, JSON.parse(fields.on) as string[], places)
      : abouts.find(({ key }) => key === (fields.about ?? usualAbout));
  const topics = [...readTopics(fields.topics)];
  const shownTopics = topics.length > 0 ? topics : [{ topic: '', text: '' }];
  const title = titleOf(text, when && fields.startAt === undefined ? [when] : []) || t('meeting.with', { name: customerName });
  const notes = consolidated(topics);
  const canSubmit = (text.trim() !== '' || notes !== '') && chosen.length > 0 && !saving;

  const change = (at: number, part: Partial<(typeof topics)[number]>) =>
    draft.set('topics', JSON.stringify(shownTopics.map((each, index) => (index === at ? { ...each, ...part } : each))));
  const submit = () => {
    if (!canSubmit) return;
    void save(
      {
        kind: 'meeting',
        title,
        startAt,
        endAt,
        at: Date.now(),
        attendees: attendees.flatMap(({ refs }) => refs),
        ...(notes !== '' && { text: notes }),
      },
      { more: about?.refs ?? [] },
    );
  };

  return (
    <ComposerFrame
      label={t('composer.meeting-for', { name: customerName })}
      submit={t('composer.save-meeting')}
      keys={commandKeys('↵')}
      canSubmit={canSubmit}
      onSubmit={submit}
      onEscape={close}
      hint={<Hint failed={failed} />}
    >
      <MarkedField
        field={field}
        label={t('composer.meeting-field')}
        value={text}
        marks={when && fields.startAt === undefined ? [when] : []}
        rows="one"
        onChange={(next) => draft.change(next.replace(/\n/g, ' '))}
        onBlur={draft.flush}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <ComposerRow label={t('meeting.when')}>
        <MomentField label={t('meeting.when')} at={startAt} onChange={(at) => draft.set('startAt', String(at))} />
        <label className="flex items-center gap-1">
          <span className="sr-only">{t('meeting.length')}</span>
          <select
            value={minutes}
            onChange={(event) => draft.set('minutes', event.target.value)}
            className="min-h-control rounded border border-line-control bg-surface px-2 text-2 text-text"
          >
            {LENGTHS.map((each) => (
              <option key={each} value={each}>
                {format.duration(each * MINUTE_MS)}
              </option>
            ))}
          </select>
        </label>
      </ComposerRow>
      <ComposerRow label={t('meeting.people')}>
        <fieldset className="flex min-w-0 flex-wrap gap-1.5 border-0 p-0">
          <legend className="sr-only">{t('meeting.people')}</legend>
          {people.map((person) => {
            const { key, name } = person;
            const isInvited = attendees.includes(person);
            const Icon = isInvited ? Check : Plus;
            return (
              <button
                key={key}
                type="button"
                aria-pressed={isInvited}
                onClick={() => draft.set('people', JSON.stringify(withOrWithout(person, invited)))}
                className={`inline-flex min-h-control-sm max-w-full items-center gap-1.5 rounded-full border px-2.5 text-1 font-medium ${isInvited ? 'border-accent bg-accent-soft text-accent-text' : 'border-line-control text-text hover:bg-surface-hover'}`}
              >
                <Icon className="size-3.5 shrink-0" strokeWidth={2} aria-hidden="true" />
                <span className="bidi">{name}</span>
              </button>
            );
          })}
        </fieldset>
      </ComposerRow>
      {abouts.length > 0 && (
        <ComposerRow label={t('meeting.about')}>
          <ChoiceChips
            label={t('meeting.about')}
            options={[...abouts.map(({ key, name }) => ({ id: key, word: name })), { id: NO_ABOUT, word: t('meeting.about-none') }]}
            chosen={about?.key ?? NO_ABOUT}
            onChoose={(id) => draft.set('about', id)}
          />
        </ComposerRow>
      )}
      <div className="flex flex-col gap-2 border-line border-t pt-3">
        {shownTopics.map((each, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: topics have no identity but their place; they are only added at the end
          <div key={at} className="flex flex-col">
            <input
              aria-label={t('meeting.topic')}
              placeholder={t('meeting.topic')}
              value={each.topic}
              dir="auto"
              maxLength={200}
              onChange={(event) => change(at, { topic: event.target.value })}
              onBlur={draft.flush}
              className="min-h-control-sm w-full bg-transparent p-0 font-strong text-2 text-text outline-none placeholder:font-normal placeholder:text-text-faint"
            />
            <textarea
              aria-label={t('meeting.topic-notes')}
              placeholder={t('meeting.topic-notes')}
              value={each.text}
              dir="auto"
              rows={Math.max(1, each.text.split('\n').length)}
              onChange={(event) => change(at, { text: event.target.value })}
              onBlur={draft.flush}
              className="field-sizing-content min-h-6 w-full resize-none bg-transparent p-0 text-2 text-text outline-none placeholder:text-text-faint"
            />
          </div>
        ))}
        <Button
          look="text"
          small
          className="-ms-2.5 self-start"
          onClick={() => draft.set('topics', JSON.stringify([...shownTopics, { topic: '', text: '' }]))}
        >
          <Plus className="size-3.5" strokeWidth={2} aria-hidden="true" />
          {t('meeting.add-topic')}
        </Button>
      </div>
      <TargetChips targets={targets} chosen={chosen} openId={subject.openId} onChange={choose} />
      <p className="text-1 text-text-muted">
        {about ? t('meeting.summary-about', { n: attendees.length, about: about.name }) : t('meeting.summary', { n: attendees.length })}
      </p>
    </ComposerFrame>
  );
}

/** Nothing is said about when: the half hour that has begun, by the clock on the wall. */
function slotOf(at: number): number {
  const begun = new Date(at);
  return begun.setMinutes(begun.getMinutes() < HALF_HOUR ? 0 : HALF_HOUR, 0, 0);
}
