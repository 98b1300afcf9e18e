import { useId, useState } from 'react';
import { useWords } from '../words/use-words.ts';
import { ComposerFrame } from './composer-frame.tsx';
import { Hint } from './hint.tsx';
import type { ComposerSubject } from './subject.ts';
import { TargetChips } from './target-chips.tsx';
import { chosenAtFirst, targetsFor } from './targets.ts';
import { useSend } from './use-send.ts';

/** Longer ones no system takes. */
const LONGEST = 100;

/** Tags for the customer's record, beside those it has; undo takes away only what this added. */
export function TagsForm(subject: ComposerSubject) {
  const { t } = useWords();
  const id = useId();
  const { send, saving, failed } = useSend(subject);
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<string[]>();
  const targets = targetsFor('tag', subject.connections, subject.dossier, subject.focus);
  const possible = targets.filter(({ off }) => off === undefined).map(({ connection }) => connection.id);
  const chosen = picked ?? chosenAtFirst(targets, undefined, undefined);
  const tags = tagsIn(text);
  const canSubmit = tags.length > 0 && chosen.some((each) => possible.includes(each)) && !saving;
  const submit = () => {
    if (!canSubmit) return;
    const there = targets.filter(({ connection, off }) => off === undefined && chosen.includes(connection.id));
    const on = there.flatMap(({ refs }) => refs);
    void send(
      { kind: 'tag', tags, on, at: Date.now() },
      there.map(({ connection }) => connection.id),
    );
  };
  return (
    <ComposerFrame
      label={t('tags.for', { name: subject.customerName })}
      submit={t('tags.add')}
      keys="↵"
      canSubmit={canSubmit}
      onSubmit={submit}
      onEscape={subject.onClose}
      hint={<Hint failed={failed} keepsDraft={false} />}
    >
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-1 text-text-muted">
          {t('tags.field')}
        </label>
        <input
          id={id}
          value={text}
          dir="auto"
          autoComplete="off"
          maxLength={500}
          // biome-ignore lint/a11y/noAutofocus: the rep has just asked for this form
          autoFocus
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) submit();
          }}
          className="min-h-control w-full rounded border border-line-control bg-surface px-2 text-2 text-text"
        />
      </div>
      {possible.length === 0 ? (
        <p className="text-1 text-text-muted">{t('tags.nowhere')}</p>
      ) : (
        <p className="text-1 text-text-muted">{t('tags.kept')}</p>
      )}
      <TargetChips targets={targets} chosen={chosen} openId={subject.openId} onChange={setPicked} />
    </ComposerFrame>
  );
}

/** Between commas, each once whatever its case. */
function tagsIn(text: string): string[] {
  const typed = text.split(/[,;\n]/u).map((tag) => tag.trim().slice(0, LONGEST));
  return [...new Map(typed.filter((tag) => tag !== '').map((tag) => [tag.toLocaleLowerCase(), tag])).values()];
}
