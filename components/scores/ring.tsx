import type { LeadScore } from '../../lib/scoring/index.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';

/** Number, word and arc agree: hot from 70, warm from 40. */
export function bandOf(total: number | undefined): MessageId {
  if (total === undefined) return 'score.none';
  if (total >= 70) return 'score.hot';
  return total >= 40 ? 'score.warm' : 'score.cold';
}

const RADIUS = 20;
const ROUND = 2 * Math.PI * RADIUS;

/** The arc with its number, or `none` where there is none. The drawing is decorative, the number is text. */
export function Ring({ total, none = '–', small = false }: { total: number | undefined; none?: string; small?: boolean }) {
  return (
    <span className={`relative inline-flex items-center justify-center ${small ? 'size-8' : 'size-11'}`}>
      <svg viewBox="0 0 44 44" aria-hidden="true" className="absolute inset-0 size-full -rotate-90">
        <circle cx="22" cy="22" r={RADIUS} fill="none" strokeWidth="4" className="stroke-ring-track" />
        {total !== undefined && (
          <circle
            cx="22"
            cy="22"
            r={RADIUS}
            fill="none"
            strokeWidth="4"
            strokeLinecap="round"
            strokeDasharray={`${(ROUND * total) / 100} ${ROUND}`}
            className="stroke-chart-1"
          />
        )}
      </svg>
      <span className={`font-strong tabular-nums ${small ? 'text-1 text-text' : 'text-3 text-accent-text'}`}>
        {total === undefined ? none : Math.round(total)}
      </span>
    </span>
  );
}

/** The ring in the customer's head: number, word, and a button that explains. */
export function ScoreButton({ score, open, onToggle }: { score: LeadScore | undefined; open: boolean; onToggle: () => void }) {
  const { t } = useWords();
  const total = score?.total;
  // Until it is reckoned its place is kept, and nothing is claimed.
  const band = score ? t(bandOf(total)) : '\u00a0';
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={onToggle}
      className="flex shrink-0 flex-col items-center rounded p-0 hover:bg-surface-hover"
    >
      <span className="sr-only">{t('score.label')}</span>
      <Ring total={total} none={score ? '–' : '\u00a0'} />
      <span className={`text-1 font-medium ${total !== undefined && total >= 70 ? 'text-accent-text' : 'text-text-muted'}`}>{band}</span>
      <span className="sr-only">{t('score.why')}</span>
    </button>
  );
}
