import { Paperclip } from 'lucide-react';
import { useId, useState } from 'react';
import type { Action } from '../../lib/model/actions.ts';
import { fileSize } from '../words/file-size.ts';
import { useWords } from '../words/use-words.ts';
import { ComposerFrame } from './composer-frame.tsx';
import { Hint } from './hint.tsx';
import type { ComposerSubject } from './subject.ts';
import { TargetChips } from './target-chips.tsx';
import { chosenAtFirst, targetsFor } from './targets.ts';
import { useSend } from './use-send.ts';

/** What every connected kind of system takes; larger ones are put into the system itself. */
const LARGEST_BYTES = 10 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/** One file, attached to the customer's record in every chosen system. */
export function FileForm(subject: ComposerSubject) {
  const { t, format, language } = useWords();
  const id = useId();
  const { send, saving, failed } = useSend(subject);
  const [file, setFile] = useState<File>();
  const [picked, setPicked] = useState<string[]>();
  const targets = targetsFor('file', subject.connections, subject.dossier, subject.focus);
  const chosen = picked ?? chosenAtFirst(targets, undefined, undefined);
  const isTooLarge = file !== undefined && file.size > LARGEST_BYTES;
  const canSubmit = file !== undefined && file.size > 0 && !isTooLarge && chosen.length > 0 && !saving;
  const submit = () => {
    if (!file || !canSubmit) return;
    const on = targets.filter(({ connection }) => chosen.includes(connection.id)).flatMap(({ refs }) => refs);
    const read = async (): Promise<Action> => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return { kind: 'file', name: file.name, type: file.type || 'application/octet-stream', bytes, on, at: Date.now() };
    };
    void send(read, chosen);
  };
  return (
    <ComposerFrame
      label={t('file.for', { name: subject.customerName })}
      submit={t('file.attach')}
      keys=""
      canSubmit={canSubmit}
      onSubmit={submit}
      onEscape={subject.onClose}
      hint={<Hint failed={failed} keepsDraft={false} />}
    >
      <div className="flex flex-wrap items-center gap-2">
        <label
          htmlFor={id}
          className="inline-flex min-h-control cursor-pointer items-center gap-1.5 rounded border border-line-strong bg-surface px-3 font-medium shadow-1 hover:bg-surface-hover has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <Paperclip className="size-4" strokeWidth={1.65} aria-hidden="true" />
          {t('file.choose')}
          <input
            id={id}
            type="file"
            // biome-ignore lint/a11y/noAutofocus: the rep has just asked for this form
            autoFocus
            onChange={(event) => setFile(event.target.files?.[0])}
            className="sr-only"
          />
        </label>
        <span className="bidi min-w-0 break-words text-text-muted">
          {file ? `${file.name} · ${fileSize(file.size, language)}` : t('file.none')}
        </span>
      </div>
      {(isTooLarge || file?.size === 0) && (
        <p role="alert" className="text-1 text-warn">
          {isTooLarge ? t('file.too-large', { size: format.number(LARGEST_BYTES / MEGABYTE) }) : t('file.empty')}
        </p>
      )}
      <TargetChips targets={targets} chosen={chosen} openId={subject.openId} onChange={setPicked} />
    </ComposerFrame>
  );
}
