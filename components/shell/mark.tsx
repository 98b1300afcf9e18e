import type { Tag } from '../../lib/model/connection.ts';
import { TagDot } from '../connections/tag.tsx';
import type { MessageId } from '../words/i18n.ts';

/** How fresh one system's share is. Told by shape, so that greyscale loses nothing. */
export type Freshness = 'fresh' | 'stale' | 'asking' | 'needs-you' | 'off';

/** Word for a screen reader and the tooltip. */
export const FRESHNESS_WORDS: Record<Freshness, MessageId> = {
  fresh: 'freshness.fresh',
  stale: 'freshness.stale',
  asking: 'freshness.asking',
  'needs-you': 'freshness.needs-you',
  off: 'freshness.off',
};

/** ● fresh, ○ stale, ◔ asking, ▲ needs you, – offline or paused. */
export function FreshnessGlyph({ state }: { state: Freshness }) {
  return (
    <svg viewBox="0 0 10 10" className="size-2.5 shrink-0" aria-hidden="true">
      {state === 'fresh' && <circle cx="5" cy="5" r="3.2" className="fill-good" />}
      {state === 'stale' && <circle cx="5" cy="5" r="2.6" fill="none" strokeWidth="1.4" className="stroke-text-muted" />}
      {state === 'asking' && (
        <path
          d="M5 2.4a2.6 2.6 0 1 1-2.6 2.6"
          fill="none"
          strokeWidth="1.5"
          strokeLinecap="round"
          className="turn origin-center stroke-accent-text"
        />
      )}
      {state === 'needs-you' && <path d="M5 1.6 9 8.4H1Z" className="fill-warn" />}
      {state === 'off' && <path d="M2 5h6" strokeWidth="1.6" strokeLinecap="round" className="stroke-text-muted" />}
    </svg>
  );
}

const BASE = 'inline-flex min-h-mark items-center gap-1 rounded-1 border px-1.5 text-glyph font-strong';

interface Letters {
  mark: string;
  name: string;
  tag?: Tag | undefined;
}

/** Two letters of a system, alone: beside values, in lists. */
export function SystemLetters({ mark, name, tag }: Letters) {
  return (
    <abbr title={name} className="inline-flex items-center gap-1 font-medium text-glyph text-text-muted no-underline">
      <TagDot tag={tag} />
      {mark}
    </abbr>
  );
}

/** Two letters on a chip. */
export function SystemChip({ mark, name, tag }: Letters) {
  return (
    <abbr title={name} className={`${BASE} min-w-8 justify-center border-transparent bg-chip text-text-muted no-underline`}>
      <TagDot tag={tag} />
      {mark}
    </abbr>
  );
}

interface MarkProps {
  mark: string;
  tag?: Tag | undefined;
  state: Freshness;
  /** Belongs to the record open in the page. */
  here: boolean;
  /** Name, state and time in words. */
  label: string;
  onOpen?: (() => void) | undefined;
}

/** A system's letters with its freshness; opens the record there. */
export function SystemMark({ mark, tag, state, here, label, onOpen }: MarkProps) {
  const look = here ? 'border-accent-line bg-accent-soft text-accent-text' : 'border-transparent bg-chip text-text-muted';
  const content = (
    <>
      <TagDot tag={tag} />
      {mark}
      <FreshnessGlyph state={state} />
      <span className="sr-only">{label}</span>
    </>
  );
  if (!onOpen)
    return (
      <span title={label} className={`${BASE} min-h-6 ${look}`}>
        {content}
      </span>
    );
  return (
    <button type="button" title={label} onClick={onOpen} className={`${BASE} min-h-6 ${look} hover:bg-surface-pressed`}>
      {content}
    </button>
  );
}
