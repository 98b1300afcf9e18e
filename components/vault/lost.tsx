import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

/** The browser has deleted what was kept here: said until the rep has read it. */
export function Lost({ waiting }: { waiting: number }) {
  const { t } = useWords();
  const host = useHost();
  return (
    <section role="alert" aria-labelledby="lost" className="mb-3 flex flex-col items-start gap-2 rounded-3 border border-line-strong p-3">
      <h2 id="lost" className="text-3">
        {t('lost.title')}
      </h2>
      <p className="text-pretty text-text-muted">{t('lost.text', { n: waiting })}</p>
      <Button small onClick={() => void host.changeSettings({ lost: null })}>
        {t('lost.read')}
      </Button>
    </section>
  );
}
