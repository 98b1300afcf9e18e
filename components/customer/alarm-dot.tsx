import { useWords } from '../words/use-words.ts';

/** Money is overdue there: a dot beside a tab's word, and its word for a screen reader. Takes no room: the longest set of tabs has none to give. */
export function AlarmDot({ className }: { className: string }) {
  const { t } = useWords();
  return (
    <span className={`absolute size-1.5 rounded-full border-3 border-bad ${className}`}>
      <span className="sr-only">{t('tab.overdue')}</span>
    </span>
  );
}
