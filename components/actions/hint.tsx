import { useWords } from '../words/use-words.ts';

/** What Esc does (a composer keeps a draft, a form just closes), or that this computer could not keep what was typed. */
export function Hint({ failed, keepsDraft = true }: { failed: boolean; keepsDraft?: boolean }) {
  const { t } = useWords();
  if (failed)
    return (
      <span role="alert" className="text-warn">
        {t('composer.not-kept')}
      </span>
    );
  return (
    <>
      <kbd className="rounded-1 bg-chip px-1 font-sans text-glyph">Esc</kbd> {t(keepsDraft ? 'composer.keeps-draft' : 'form.closes')}
    </>
  );
}
