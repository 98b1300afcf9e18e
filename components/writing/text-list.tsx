import { useState } from 'react';
import { Button } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';

interface Props {
  id: string;
  title: MessageId;
  text: MessageId;
  saved: MessageId;
  rows: number;
  example: string;
  list: readonly string[];
  /** What the rep typed, as entries. */
  read: (typed: string) => string[];
  save: (list: string[]) => Promise<unknown>;
}

/** A list of the rep's own, one entry per line, saved as a whole. */
export function TextList({ id, title, text, saved, rows, example, list, read, save }: Props) {
  const { t } = useWords();
  const [changed, setChanged] = useState<string>();
  const [said, setSaid] = useState<MessageId>();
  const typed = changed ?? list.join('\n');
  const store = async () => {
    try {
      await save(read(typed));
      setChanged(undefined);
      setSaid(saved);
    } catch {
      setSaid('fields.not-saved');
    }
  };
  return (
    <section aria-labelledby={id} className="flex flex-col items-start gap-2">
      <h2 id={id} className="text-3">
        {t(title)}
      </h2>
      <p id={`${id}-text`} className="text-pretty text-text-muted">
        {t(text)}
      </p>
      <textarea
        aria-labelledby={id}
        aria-describedby={`${id}-text`}
        rows={rows}
        spellCheck={false}
        placeholder={example}
        value={typed}
        onChange={(event) => {
          setChanged(event.target.value);
          setSaid(undefined);
        }}
        className="w-full rounded border border-line-control bg-surface px-2.5 py-2"
      />
      <div className="flex items-center gap-3">
        <Button disabled={changed === undefined} onClick={() => void store()}>
          {t('never-log.save')}
        </Button>
        <p role="status" className={said === saved ? 'text-text-muted' : 'text-warn'}>
          {said && t(said)}
        </p>
      </div>
    </section>
  );
}
