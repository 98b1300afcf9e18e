import { ChevronDown, X } from 'lucide-react';
import type { LeadScore } from '../../lib/scoring/index.ts';
import { useHost } from '../host.tsx';
import { Button, IconButton } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { evidenceWords, FACTOR_WORDS } from './evidence.ts';
import { bandOf } from './ring.tsx';

const GROUPS = [
  { id: 'demographic', word: 'score.demographic', fill: 'bg-chart-1 border-chart-1' },
  { id: 'behavioural', word: 'score.behavioural', fill: 'bg-chart-2 border-chart-2' },
  { id: 'firmographic', word: 'score.firmographic', fill: 'bg-chart-3 border-chart-3' },
] as const satisfies readonly { id: 'demographic' | 'behavioural' | 'firmographic'; word: MessageId; fill: string }[];

/** Why the number is what it is: every factor with its evidence; what is unknown is not counted. */
export default function ScoreExplained({ score, onClose }: { score: LeadScore; onClose: () => void }) {
  const { t, format } = useWords();
  const host = useHost();
  const { total, breakdown, factors, knownShare } = score;
  // What each group weighs in the model that was used: the rep may have set it.
  const shared = GROUPS.map((group) => ({
    ...group,
    share: factors.filter((factor) => factor.group === group.id).reduce((sum, factor) => sum + factor.weight, 0),
  }));
  const known = shared.filter((group) => breakdown[group.id] !== undefined);
  const weight = known.reduce((sum, group) => sum + group.share, 0) || 1;
  const title = total === undefined ? t('score.not-enough') : t('score.title', { total: Math.round(total), band: t(bandOf(total)) });
  const formula = known
    .map((group) => `${format.number(group.share / weight, 2)} × ${format.number(breakdown[group.id] ?? 0)}`)
    .join(' + ');
  return (
    <section
      aria-label={title}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="appear rounded-3 border border-line-strong bg-surface-raised p-4 shadow-2"
    >
      <div className="flex items-start justify-between gap-2">
        <div>
          <h2 className="text-3">{title}</h2>
          <p className="text-1 text-text-muted">{t('score.known', { percent: format.percent(knownShare) })}</p>
        </div>
        <IconButton name={t('action.close')} onClick={onClose} autoFocus>
          <X className="size-4" strokeWidth={1.65} />
        </IconButton>
      </div>
      <div aria-hidden="true" className="my-3 flex h-1.5 forced-color-adjust-none gap-0.5 overflow-hidden rounded-full bg-ring-track">
        {total !== undefined &&
          known.map((group) => (
            <span
              key={group.id}
              className={`border-b-8 ${group.fill}`}
              style={{ width: `${((breakdown[group.id] ?? 0) * group.share) / weight}%` }}
            />
          ))}
      </div>
      {total !== undefined && (
        <p className="text-1 text-text-muted tabular-nums">
          {Math.round(total)} = {formula}
        </p>
      )}
      {GROUPS.map((group) => {
        const own = factors.filter((factor) => factor.group === group.id);
        const counted = own.filter((factor) => factor.score !== undefined);
        const unknown = own.filter((factor) => factor.score === undefined);
        if (own.length === 0) return null;
        return (
          <details key={group.id} open={counted.length > 0} className="group/part mt-3 border-line border-t pt-3">
            <summary className="flex min-h-6 items-center gap-x-2">
              <span aria-hidden="true" className={`size-2 rounded-full border-4 forced-color-adjust-none ${group.fill}`} />
              <span className="flex flex-1 flex-wrap items-center gap-x-2">
                <span className="font-strong">{t(group.word)}</span>
                <span className="text-1 text-text-muted">{t('score.factors', { n: own.length })}</span>
              </span>
              <span className="font-strong tabular-nums">
                {breakdown[group.id] === undefined ? (
                  <span className="font-normal text-1 text-text-muted">{t('score.not-counted')}</span>
                ) : (
                  format.number(breakdown[group.id] ?? 0)
                )}
              </span>
              <ChevronDown className="size-4 shrink-0 text-text-muted group-open/part:rotate-180" strokeWidth={1.65} aria-hidden="true" />
            </summary>
            <ul className="mt-1 flex flex-col gap-2 ps-4">
              {counted.map((factor) => (
                <li key={factor.id} className="flex items-start justify-between gap-3">
                  <span className="min-w-0">
                    {t(FACTOR_WORDS[factor.id])}
                    <span className="bidi block text-1 text-text-muted">{evidenceWords(t, format, factor.evidence)}</span>
                  </span>
                  <span className="shrink-0 tabular-nums">
                    <span className="font-medium">{format.number(factor.score ?? 0)}</span>
                    <span className="@max-narrow:hidden text-1 text-text-muted"> / 100</span>
                  </span>
                </li>
              ))}
              {unknown.length > 0 && (
                <li className="flex items-start justify-between gap-3">
                  <span className="min-w-0">
                    {format.list(unknown.map(({ id }) => t(FACTOR_WORDS[id])))}
                    <span className="block text-1 text-text-muted">{t('score.unknown')}</span>
                  </span>
                  <span className="shrink-0 text-1 text-text-muted">{t('score.not-counted')}</span>
                </li>
              )}
            </ul>
          </details>
        );
      })}
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-2 border-line border-t pt-2">
        <p className="text-1 text-text-muted">{t('score.honest')}</p>
        <Button look="text" small className="-me-2.5 ms-auto" onClick={() => host.openOptions('scoring')}>
          {t('score.weights')}
        </Button>
      </div>
    </section>
  );
}
