import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

/** In the place of a customer who was just forgotten: her page is still open beside the panel. */
export function Forgotten({ onAskAgain }: { onAskAgain: () => void }) {
  const { t } = useWords();
  return (
    <section className="flex flex-col items-start gap-2 py-2">
      <h1 className="text-3">{t('forget.done')}</h1>
      <p role="status" className="text-pretty text-text-muted">
        {t('forget.done-text')}
      </p>
      <Button onClick={onAskAgain}>{t('forget.again')}</Button>
    </section>
  );
}
