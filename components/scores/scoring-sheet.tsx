import { type CSSProperties, useState } from 'react';
import type { Settings } from '../../lib/model/dossier.ts';
import { DEFAULT_LEAD_MODEL, FACTORS, type FactorGroup, type FactorId, type ScoreWeights } from '../../lib/scoring/index.ts';
import { Button } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { FACTOR_WORDS } from './evidence.ts';
import { ScorePreview } from './score-preview.tsx';

const GROUPS: readonly { id: FactorGroup; word: MessageId; text: MessageId }[] = [
  { id: 'demographic', word: 'score.demographic', text: 'scoring.demographic' },
  { id: 'behavioural', word: 'score.behavioural', text: 'scoring.behavioural' },
  { id: 'firmographic', word: 'score.firmographic', text: 'scoring.firmographic' },
];

/** In whole per cent, as the sliders hold them. */
function percentOf<K extends string>(weights: Readonly<Record<K, number>>): Record<K, number> {
  return Object.fromEntries(Object.entries<number>(weights).map(([id, weight]) => [id, Math.round(weight * 100)])) as Record<K, number>;
}

const STANDARD: ScoreWeights = { groups: percentOf(DEFAULT_LEAD_MODEL.groupWeights), factors: percentOf(DEFAULT_LEAD_MODEL.weights) };

interface Props {
  settings: Settings;
  save: (weights: ScoreWeights) => Promise<unknown>;
}

/** How much each part of the lead score weighs, and what a change does to the rep's own customers before it holds. */
export function ScoringSheet({ settings, save }: Props) {
  const { t } = useWords();
  const kept = settings.scoreWeights ?? STANDARD;
  const [typed, setTyped] = useState<ScoreWeights>();
  const [said, setSaid] = useState<MessageId>();
  const shown = typed ?? kept;
  const change = (next: ScoreWeights) => {
    setTyped(next);
    setSaid(undefined);
  };
  const store = async (weights: ScoreWeights) => {
    const done = await save(weights).then(
      () => true,
      () => false,
    );
    if (done) setTyped(undefined);
    setSaid(done ? 'scoring.saved' : 'fields.not-saved');
  };
  const total = sum(Object.values(shown.groups));
  return (
    <section className="flex flex-col gap-6">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1 className="text-5">{t('options.scoring')}</h1>
          <p className="text-text-muted">{t('scoring.text')}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button look="quiet" disabled={JSON.stringify(shown) === JSON.stringify(STANDARD)} onClick={() => void store(STANDARD)}>
            {t('scoring.reset')}
          </Button>
          <Button look="filled" disabled={!typed || total === 0} onClick={() => typed && void store(typed)}>
            {t('scoring.save')}
          </Button>
        </div>
      </div>
      <p role="status" className="text-text-muted empty:hidden">
        {said && t(said)}
      </p>
      <div className="grid items-start gap-4 @page:grid-cols-2">
        <div className="min-w-0 rounded-3 border border-line-strong px-4">
          {GROUPS.map(({ id, word, text }) => {
            const ids = (Object.keys(FACTORS) as FactorId[]).filter((each) => FACTORS[each] === id);
            const inGroup = sum(ids.map((each) => shown.factors[each] ?? 0));
            return (
              <div key={id} className="py-4 not-first:border-line not-first:border-t">
                <Weight
                  name={t(word)}
                  text={t(text)}
                  value={shown.groups[id] ?? 0}
                  total={total}
                  onChange={(value) => change({ ...shown, groups: { ...shown.groups, [id]: value } })}
                />
                <details className="mt-2">
                  <summary className="min-h-6 cursor-pointer content-center text-1 text-text-muted hover:text-text">
                    {t('scoring.factors', { n: ids.length })}
                  </summary>
                  <div className="flex flex-col gap-3 ps-4 pt-2">
                    {ids.map((each) => (
                      <Weight
                        key={each}
                        name={t(FACTOR_WORDS[each])}
                        value={shown.factors[each] ?? 0}
                        total={inGroup}
                        onChange={(value) => change({ ...shown, factors: { ...shown.factors, [each]: value } })}
                      />
                    ))}
                  </div>
                </details>
              </div>
            );
          })}
        </div>
        <ScorePreview now={settings.scoreWeights} then={typed ?? settings.scoreWeights} rules={settings.mergeRules} />
      </div>
    </section>
  );
}

interface WeightProps {
  name: string;
  text?: string;
  value: number;
  total: number;
  onChange: (value: number) => void;
}

/** A slider with the share it comes to. */
function Weight({ name, text, value, total, onChange }: WeightProps) {
  const { format } = useWords();
  const share = format.percent(total > 0 ? value / total : 0);
  return (
    <label className="block">
      <span className="flex justify-between gap-3">
        <span className={text === undefined ? '' : 'font-strong'}>{name}</span>
        <output className="shrink-0 whitespace-nowrap tabular-nums">{share}</output>
      </span>
      {text !== undefined && <span className="block text-text-muted">{text}</span>}
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={value}
        aria-valuetext={share}
        onChange={(event) => onChange(Number(event.target.value))}
        style={{ '--filled': `${value}%` } as CSSProperties}
        className="slider h-6 w-full accent-accent"
      />
    </label>
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
