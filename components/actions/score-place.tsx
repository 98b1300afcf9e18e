import { type Ref, useEffect, useRef, useState } from 'react';
import type { StoredError } from '../../lib/model/errors.ts';
import { canonicalFields, MAPPABLE_OBJECTS, type MappableObject, type MappedField, SCORE_FIELD } from '../../lib/model/mapping.ts';
import type { RecordRef } from '../../lib/model/records.ts';
import { systemOf } from '../customer/context.ts';
import { errorWords } from '../errors/words.ts';
import { useHost } from '../host.tsx';
import { OBJECT_WORDS } from '../mapping/words.ts';
import { Button } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { useChange } from './change.tsx';
import type { ComposerSubject } from './subject.ts';
import type { Target } from './targets.ts';

/** Where an administrator makes a number field, in the vendor's own menu words. */
const PATHS: Readonly<Record<string, MessageId>> = {
  hubspot: 'guide.path.hubspot',
  salesforce: 'guide.path.salesforce',
  pipedrive: 'guide.path.pipedrive',
  amocrm: 'guide.path.amocrm',
  zoho: 'guide.path.zoho',
  dynamics: 'guide.path.dynamics',
};

type Step = { kind: 'choice' | 'preview' | 'making' } | { kind: 'made'; field: MappedField } | { kind: 'failed'; error: StoredError };

interface Props {
  place: Target;
  subject: ComposerSubject;
  isFirst: boolean;
}

/** One system that could hold the score: the field is made after a look at what it will be, where that is possible; else who can make it. */
export function ScorePlace({ place: { connection, refs }, subject, isFirst }: Props) {
  const { t } = useWords();
  const host = useHost();
  const scope = useChange();
  const [step, setStep] = useState<Step>({ kind: 'choice' });
  const first = useRef<HTMLButtonElement>(null);
  // Where the rep was looking, the next button is.
  const isLookedAt = useRef(isFirst);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the step that counts
  useEffect(() => {
    if (isLookedAt.current) first.current?.focus();
  }, [step.kind]);
  const go = (next: Step) => {
    isLookedAt.current = true;
    setStep(next);
  };
  const { name } = systemOf(subject, connection.id);
  const held = heldBy(refs);
  const canMake = held !== undefined && connection.can.includes('write:field-definition');
  const choose = () => host.openOptions(`fields/${connection.id}${refs[0] ? `/${held?.object ?? refs[0].object}` : ''}`);
  const make = async () => {
    if (!held) return;
    go({ kind: 'making' });
    const answer = await host
      .createScoreField({ connectionId: connection.id, object: held.object })
      .catch(() => ({ error: { kind: 'unavailable', code: 'interrupted' } as const }));
    go('field' in answer ? { kind: 'made', field: answer.field } : { kind: 'failed', error: answer.error });
  };
  const write = (score: number) => {
    subject.onClose();
    if (held) void scope?.change({ kind: 'score', field: 'leadScore', ours: true, score: Math.round(score), on: [held.ref] });
  };
  const path = t('guide.admin', { path: t(PATHS[connection.system] ?? 'guide.path.other') });
  const { kind } = step;
  return (
    <li className="flex flex-col gap-2 border-line border-t pt-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium">{name}</span>
        {kind === 'choice' && (
          <div className="flex flex-wrap gap-1">
            {canMake && (
              <Button small ref={first} onClick={() => go({ kind: 'preview' })}>
                {t('guide.create')}
              </Button>
            )}
            <Button small look={canMake ? 'quiet' : 'plain'} ref={canMake ? null : first} onClick={choose}>
              {t('guide.map')}
            </Button>
          </div>
        )}
      </div>
      {kind === 'choice' && !canMake && <p className="text-1 text-text-muted">{path}</p>}
      {(kind === 'preview' || kind === 'making') && held && (
        <>
          <Preview name={name} object={held.object} />
          <div className="flex flex-wrap gap-1">
            <Button small look="filled" ref={first} disabled={kind === 'making'} onClick={() => void make()}>
              {t('guide.confirm', { system: name })}
            </Button>
            {kind === 'preview' && (
              <Button small look="quiet" onClick={() => go({ kind: 'choice' })}>
                {t('action.cancel')}
              </Button>
            )}
          </div>
        </>
      )}
      <p role="status" className={kind === 'making' ? 'text-1 text-text-muted' : kind === 'made' ? '' : 'sr-only'}>
        {kind === 'making' && t('guide.creating', { system: name })}
        {kind === 'made' && t('guide.created', { field: step.field.label })}
      </p>
      {kind === 'made' && subject.score !== undefined && scope && (
        <Button small look="filled" className="self-start" ref={first} onClick={() => write(subject.score ?? 0)}>
          {t('guide.write', { score: Math.round(subject.score) })}
        </Button>
      )}
      {kind === 'failed' && (
        <Failed error={step.error} name={name} path={path} first={first} onRetry={() => void make()} onChoose={choose} />
      )}
    </li>
  );
}

/** What will be made, before it is. */
function Preview({ name, object }: { name: string; object: MappableObject }) {
  const { t } = useWords();
  const rows: [MessageId, string][] = [
    ['guide.field-name', SCORE_FIELD.label],
    ['guide.field-type', t('guide.field-type-number')],
    ['guide.field-on', t(OBJECT_WORDS[object])],
  ];
  return (
    <>
      <p className="text-1 text-pretty text-text-muted">{t('guide.preview', { system: name })}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 rounded bg-surface-sunken px-3 py-2">
        {rows.map(([word, value]) => (
          <div key={word} className="contents">
            <dt className="text-text-muted">{t(word)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

interface FailedProps {
  error: StoredError;
  name: string;
  path: string;
  first: Ref<HTMLButtonElement>;
  onRetry: () => void;
  onChoose: () => void;
}

/** Why not, and the next step: another try where that can help, else the administrator's way or a field that is there. */
function Failed({ error, name, path, first, onRetry, onChoose }: FailedProps) {
  const { t } = useWords();
  // Nobody looks for it by itself: another try does.
  const isOpen = error.kind === 'unknown-outcome' && error.code !== 'not-listed';
  const sentence = isOpen ? 'guide.unclear' : errorWords(error).sentence;
  const isRefused = error.kind === 'forbidden' || error.kind === 'invalid';
  const canRetry = !isRefused && error.kind !== 'conflict';
  return (
    <div role="alert" className="flex flex-col gap-2">
      <p className="text-warn">{t(sentence, { system: name, field: error.field ?? '' })}</p>
      {isRefused && <p className="text-1 text-pretty text-text-muted">{`${t('guide.refused')} ${path}`}</p>}
      <div className="flex flex-wrap gap-1">
        {canRetry && (
          <Button small ref={first} onClick={onRetry}>
            {t('way.retry')}
          </Button>
        )}
        <Button small look={canRetry ? 'quiet' : 'plain'} ref={canRetry ? null : first} onClick={onChoose}>
          {t('guide.map')}
        </Button>
      </div>
    </div>
  );
}

/** The record that holds the score here: the person, else whatever else has a field for it. */
function heldBy(refs: readonly RecordRef[]): { ref: RecordRef; object: MappableObject } | undefined {
  const able = refs.flatMap((ref) => {
    const object = (Object.keys(MAPPABLE_OBJECTS) as MappableObject[]).find((each) => each === ref.object);
    return object && 'leadScore' in canonicalFields(object) ? [{ ref, object }] : [];
  });
  return able.find(({ object }) => object === 'contact') ?? able[0];
}
