import { useWords } from '../words/use-words.ts';

/** What Esc does to a form without a draft, or that this computer could not keep what it holds. */
export function FormHint({ failed }: { failed: boolean }) {
  const { t } = useWords();
  if (failed)
    return (
      <span role="alert" className="text-warn">
        {t('composer.not-kept')}
      </span>
    );
  return (
    <>
      <kbd className="rounded-1 bg-chip px-1 font-sans text-glyph">Esc</kbd> {t('form.closes')}
    </>
  );
}
