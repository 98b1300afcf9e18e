import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';

/** What Esc does (a composer keeps a draft, a form just closes), or why what was typed could not be put out. */
export function Hint({ failed, keepsDraft = true }: { failed: MessageId | undefined; keepsDraft?: boolean }) {
  const { t } = useWords();
  if (failed)
    return (
      <span role="alert" className="text-warn">
        {t(failed)}
      </span>
    );
  return (
    <>
      <kbd className="rounded-1 bg-chip px-1 font-sans text-glyph">Esc</kbd> {t(keepsDraft ? 'composer.keeps-draft' : 'form.closes')}
    </>
  );
}
