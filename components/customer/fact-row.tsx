import { EqualNot } from 'lucide-react';
import { type ComponentType, type ReactNode, Suspense, useId, useState } from 'react';
import type { MergedField } from '../../lib/model/customer.ts';
import type { CanonicalField } from '../../lib/model/mapping.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { SystemLetters } from '../shell/mark.tsx';
import { SafeLink } from '../shell/safe-link.tsx';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { type Around, systemOf } from './context.ts';
import { distinctSources } from './facts.ts';

const FieldSources = lazyPiece(() => import('./field-sources.tsx').then((module) => module.FieldSources));

type Icon = ComponentType<{ className?: string; strokeWidth?: number }>;

interface RowProps {
  icon: Icon;
  /** What the value is, for screen readers. */
  label: string;
  children: ReactNode;
  second?: ReactNode;
  end?: ReactNode;
  /** The end is an icon alone: it stays beside the value, which breaks instead. */
  hasSmallEnd?: boolean;
}

/** One fact: icon, value, second line, end slot. */
export function FactRow({ icon: Glyph, label, children, second, end, hasSmallEnd = false }: RowProps) {
  return (
    <li
      data-fact
      className="group/row -mx-4 flex gap-3 px-4 py-1.5 @max-narrow:-mx-3 @max-narrow:px-3 hover:bg-surface-hover focus-within:bg-surface-hover"
    >
      <Glyph className="mt-1.5 size-4 shrink-0 text-text-muted" strokeWidth={1.65} />
      <span className="sr-only">{label}</span>
      <div className="min-w-0 flex-1">
        <div className={`flex min-h-7 ${hasSmallEnd ? '' : 'flex-wrap'} items-center justify-between gap-x-2 gap-y-1`}>
          <div className="bidi min-w-0 text-2">{children}</div>
          {end && <div className="relative flex items-center gap-1">{end}</div>}
        </div>
        {second && <div className="bidi text-1 text-text-muted">{second}</div>}
      </div>
    </li>
  );
}

/** How a merged field is shown. */
export interface FieldProps<T> {
  icon: Icon;
  label: string;
  field: MergedField<T>;
  around: Around;
  show: (value: T) => string;
  href?: (value: T) => string | undefined;
  second?: ReactNode;
  copy?: boolean;
  /** Where systems differ, the rep may have one value written everywhere: by this name of ours. */
  ours?: CanonicalField;
  /** Each system has its own by nature (owners): other values are no conflict. */
  several?: boolean;
}

/** A merged field with where it comes from: letters on hover or focus, everything one press away. */
export function FieldRow<T>({ icon, label, field, around, show, href, second, copy = false, ours, several = false }: FieldProps<T>) {
  const { t, format } = useWords();
  const now = useNow(60_000, field);
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const first = field.values[0];
  if (!first) return null;
  const value = show(first.value);
  const sources = distinctSources(around, first.sources);
  const newest = Math.max(0, ...first.sources.map((source) => source.changedAt ?? 0));
  const more = field.values.length - 1;
  const differs = field.differs && !several;
  const look = differs ? 'bg-warn-soft text-warn' : 'bg-chip text-text-muted';
  const end = (
    <>
      {more > 0 ? (
        <button
          type="button"
          popoverTarget={id}
          className={`inline-flex min-h-6 items-center gap-1 rounded-full px-2 font-medium text-1 hover:opacity-90 ${look}`}
        >
          {differs && <EqualNot className="size-3.5" strokeWidth={2} aria-hidden="true" />}
          {differs ? t('conflict.differ', { n: field.values.length }) : t('fact.more', { n: more })}
        </button>
      ) : (
        <button
          type="button"
          popoverTarget={id}
          aria-label={t('fact.sources', { field: label })}
          className={`absolute ${copy ? 'end-8' : 'end-full'} inline-flex min-h-6 items-center gap-1 whitespace-nowrap rounded-1 bg-surface-hover px-1.5 text-glyph text-text-muted opacity-0 focus-visible:opacity-100 group-focus-within/row:opacity-100 group-hover/row:opacity-100 @wide:static @wide:bg-transparent @wide:opacity-100 pointer-coarse:static pointer-coarse:bg-transparent pointer-coarse:opacity-100`}
        >
          {sources.map((source) => (
            <SystemLetters key={source.connectionId} {...systemOf(around, source.connectionId)} />
          ))}
          {newest > 0 && ` · ${format.age(newest, now)}`}
        </button>
      )}
      {/* Room for “+1”, so that a long address is broken at once and not when another system knows one more. */}
      {copy && more === 0 && <span className="w-8 @max-narrow:hidden @wide:hidden pointer-coarse:hidden" />}
      {copy && <CopyButton key={value} name={t('fact.copy', { field: label })} value={value} />}
    </>
  );
  return (
    <FactRow icon={icon} label={label} second={second} end={end} hasSmallEnd={copy && more === 0}>
      <SafeLink href={href?.(first.value)} className={href ? 'text-text hover:underline' : undefined}>
        {breakable(value)}
      </SafeLink>
      <div id={id} popover="auto" className="pop w-72 p-3" onToggle={(event) => setOpen(event.newState === 'open')}>
        {isOpen && (
          <Suspense fallback={<div className="h-24" />}>
            <FieldSources
              label={label}
              field={field}
              differs={differs}
              around={around}
              show={(each) => show(each as T)}
              ours={ours}
              onDone={() => document.getElementById(id)?.hidePopover()}
            />
          </Suspense>
        )}
      </div>
    </FactRow>
  );
}

/** E-mails break after `@` and `.`, so that nothing is cut off at 250 px. */
function breakable(value: string): string {
  return /^\S+@\S+$/.test(value) ? value.replace(/([@.])/g, '$1\u200b') : value;
}
