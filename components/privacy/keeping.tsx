import type { Settings } from '../../lib/model/dossier.ts';
import { keepingOf } from '../../lib/model/keeping.ts';
import { useWords } from '../words/use-words.ts';
import { Choice } from './choice.tsx';

const DAYS = [7, 30, 90, 180, 365, 0];

/** How long customers and the history's contents stay here. */
export function Keeping({ settings, change }: { settings: Settings; change: (changes: Partial<Settings>) => Promise<unknown> }) {
  const { t } = useWords();
  const { keepDays, keepHistoryDays } = keepingOf(settings);
  const options = DAYS.map((n) => [n, n === 0 ? t('keep.always') : t('keep.days', { n })] as const);
  return (
    <section aria-labelledby="keep" className="flex flex-col items-start gap-3">
      <h2 id="keep" className="text-3">
        {t('keep.title')}
      </h2>
      <p className="text-pretty text-text-muted">{t('keep.text')}</p>
      <Choice label={t('keep.customers')} value={keepDays} options={options} onChange={(days) => void change({ keepDays: days })} />
      <Choice
        label={t('keep.history')}
        value={keepHistoryDays}
        options={options}
        onChange={(days) => void change({ keepHistoryDays: days })}
      />
    </section>
  );
}
