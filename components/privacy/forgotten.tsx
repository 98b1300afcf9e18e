import { useState } from 'react';
import { useHost } from '../host.tsx';
import { useView } from '../panel/view-state.ts';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

interface Props {
  /** Open records whose customer was forgotten a moment ago. */
  gone: readonly string[];
  /** The open record, where its customer was forgotten earlier. */
  record: string | undefined;
}

/** In the place of a customer who was forgotten: her page is open beside the panel. She comes back when the rep says so, not before. */
export function Forgotten({ gone, record }: Props) {
  const { t } = useWords();
  const host = useHost();
  const forgotten = useView((view) => view.forgotten);
  const remember = useView((view) => view.remember);
  const hers = gone.length > 0 ? gone.map((each) => forgotten[each]) : [record];
  const [hasFailed, setFailed] = useState(false);
  const showAgain = async () => {
    setFailed(false);
    try {
      await Promise.all(hers.map((each) => each !== undefined && host.showAgain(each)));
      remember(gone);
    } catch {
      setFailed(true);
    }
  };
  return (
    <section className="flex flex-col items-start gap-2 py-2">
      <h1 className="text-3">{t('forget.done')}</h1>
      <p role="status" className="text-pretty text-text-muted">
        {t('forget.done-text')}
      </p>
      {hasFailed && (
        <p role="alert" className="text-warn">
          {t('forget.not-again')}
        </p>
      )}
      <Button onClick={() => void showAgain()}>{t('forget.again')}</Button>
    </section>
  );
}
