import { Check, Lock, Plus } from 'lucide-react';
import { TagDot } from '../connections/tag.tsx';
import { systemOf } from '../customer/context.ts';
import { useWords } from '../words/use-words.ts';
import type { Target } from './targets.ts';

interface Props {
  targets: readonly Target[];
  chosen: readonly string[];
  /** Connection of the record open in the page. */
  openId: string | undefined;
  onChange: (chosen: string[]) => void;
}

/** Where it is saved: one chip per connection. */
export function TargetChips({ targets, chosen, openId, onChange }: Props) {
  const { t } = useWords();
  const connections = targets.map(({ connection }) => connection);
  return (
    <fieldset className="min-w-0 border-0 p-0">
      <legend className="mb-1.5 p-0 text-1 text-text-muted">{t('composer.save-to')}</legend>
      <div className="flex flex-wrap gap-1.5">
        {targets.map(({ connection, off }) => {
          const { id } = connection;
          const { name, tag } = systemOf({ connections }, id);
          const isChosen = chosen.includes(id) && off === undefined;
          const Icon = off ? Lock : isChosen ? Check : Plus;
          const look = isChosen
            ? 'border-accent bg-accent-soft text-accent-text'
            : 'border-line-control bg-surface text-text hover:bg-surface-hover';
          return (
            <button
              key={id}
              type="button"
              aria-pressed={isChosen}
              aria-disabled={off !== undefined}
              title={off ? t(off, { system: name }) : undefined}
              onClick={() => off === undefined && onChange(isChosen ? chosen.filter((other) => other !== id) : [...chosen, id])}
              className={`inline-flex min-h-control-sm max-w-full items-center gap-1.5 rounded-full border px-2.5 text-start text-1 font-medium transition-colors duration-fast ${off ? 'border-line-strong bg-surface text-text-faint' : look}`}
            >
              <Icon className="size-3.5 shrink-0" strokeWidth={2} aria-hidden="true" />
              <TagDot tag={tag} />
              <span>
                {name}
                {id === openId && <span className="font-normal"> · {t('composer.open-here')}</span>}
                {off && <span className="font-normal"> · {t(off, { system: name })}</span>}
              </span>
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
