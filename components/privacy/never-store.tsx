import { useState } from 'react';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

/** Fields that never stay here: one name per line. They hold from the next answer on. */
export function NeverStore({ list, save }: { list: readonly string[]; save: (list: string[]) => Promise<unknown> }) {
  const { t } = useWords();
  const [text, setText] = useState<string>();
  const [said, setSaid] = useState(false);
  const typed = text ?? list.join('\n');
  const store = async () => {
    const names = typed.split(/[\n,;]/u).map((name) => name.trim());
    await save([...new Set(names.filter((name) => name !== ''))]);
    setText(undefined);
    setSaid(true);
  };
  return (
    <section aria-labelledby="never-store" className="flex flex-col items-start gap-2">
      <h2 id="never-store" className="text-3">
        {t('never-store.title')}
      </h2>
      <p id="never-store-text" className="text-pretty text-text-muted">
        {t('never-store.text')}
      </p>
      <textarea
        aria-labelledby="never-store"
        aria-describedby="never-store-text"
        rows={4}
        spellCheck={false}
        placeholder={'phones\ncity\nBirthday__c'}
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
          {said && t('never-store.saved')}
        </p>
      </div>
    </section>
  );
}
