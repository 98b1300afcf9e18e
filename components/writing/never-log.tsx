import { useState } from 'react';
import { neverLogOf } from '../../lib/model/never-log.ts';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

/** The never-log list: one address, domain or name per line. It holds from the moment it is saved, for what waits too. */
export function NeverLog({ list, save }: { list: readonly string[]; save: (list: string[]) => Promise<unknown> }) {
  const { t } = useWords();
  const [text, setText] = useState<string>();
  const [said, setSaid] = useState(false);
  const typed = text ?? list.join('\n');
  const store = async () => {
    await save(neverLogOf(typed));
    setText(undefined);
    setSaid(true);
  };
  return (
    <section aria-labelledby="never-log" className="flex flex-col items-start gap-2">
      <h2 id="never-log" className="text-3">
        {t('never-log.title')}
      </h2>
      <p id="never-log-text" className="text-pretty text-text-muted">
        {t('never-log.text')}
      </p>
      <textarea
        aria-labelledby="never-log"
        aria-describedby="never-log-text"
        rows={5}
        spellCheck={false}
        placeholder={'ana@example.com\nexample.com\nNorthwind'}
        value={typed}
        onChange={(event) => {
          setText(event.target.value);
          setSaid(false);
        }}
        className="w-full rounded border border-line-control bg-surface px-2.5 py-2"
      />
      <div className="flex items-center gap-3">
        <Button disabled={text === undefined} onClick={() => void store()}>
          {t('never-log.save')}
        </Button>
        <p role="status" className="text-text-muted">
          {said && t('never-log.saved')}
        </p>
      </div>
    </section>
  );
}
