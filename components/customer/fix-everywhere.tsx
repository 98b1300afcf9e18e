import { type ReactNode, useId, useState } from 'react';
import type { MergedField } from '../../lib/model/customer.ts';
import type { CanonicalField } from '../../lib/model/mapping.ts';
import { recordKey } from '../../lib/model/records.ts';
import { useChange } from '../actions/change.tsx';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import { type Around, systemOf } from './context.ts';
import { distinctSources } from './facts.ts';

interface Props<T> {
  field: MergedField<T>;
  /** What the systems' own keys are looked up by. */
  ours: CanonicalField;
  around: Around;
  show: (value: T) => string;
  /** Where a value comes from, below it. */
  children: (at: number) => ReactNode;
  onDone: () => void;
}

/** The rep says once which value is right; it goes to every system that has another one and can be told. */
export function FixEverywhere<T>({ field, ours, around, show, children, onDone }: Props<T>) {
  const { t, format } = useWords();
  const scope = useChange();
  const name = useId();
  // By its words: the order changes when another system answers.
  const [picked, setPicked] = useState<string>();
  const chosen = Math.max(
    0,
    field.values.findIndex((each) => show(each.value) === picked),
  );
  const value = field.values[chosen];
  if (!value) return null;
  const wrong = distinctSources(
    around,
    field.values.filter((each) => each !== value).flatMap(({ sources }) => sources),
  );
  const rightRefs = new Set(value.sources.map(({ ref }) => recordKey(ref)));
  const open = wrong.filter(({ ref }) => !rightRefs.has(recordKey(ref)));
  const canChange = ({ connectionId, ref }: (typeof wrong)[number]) =>
    scope?.whyNot(connectionId, 'field') === undefined &&
    (around.dictionaries.get(connectionId)?.writable?.[ref.native]?.includes(ours) ?? false);
  const changed = scope ? open.filter(canChange) : [];
  const byHand = open.filter((each) => !changed.includes(each));
  const names = (sources: typeof wrong) => format.list(sources.map(({ connectionId }) => systemOf(around, connectionId).name));
  return (
    <>
      <fieldset className="m-0 flex flex-col gap-2 border-0 p-0">
        <legend className="sr-only">{t('conflict.which')}</legend>
        {field.values.map((each, at) => (
          <div key={show(each.value)} className="flex gap-2">
            <input
              id={`${name}-${at}`}
              type="radio"
              name={name}
              checked={at === chosen}
              onChange={() => setPicked(show(each.value))}
              className="mt-1 size-4 shrink-0 accent-accent"
            />
            <div className="min-w-0 flex-1">
              <label htmlFor={`${name}-${at}`} className="bidi flex min-h-6 items-center text-2">
                {show(each.value)}
              </label>
              {children(at)}
            </div>
          </div>
        ))}
      </fieldset>
      {changed.length > 0 && (
        <Button
          className="mt-3"
          small
          onClick={() => {
            const on = changed.map(({ ref }) => ref);
            void scope?.change({ kind: 'field', field: ours, ours: true, value: show(value.value), on });
            onDone();
          }}
        >
          {t('conflict.use-everywhere', { n: changed.length + distinctSources(around, value.sources).length })}
        </Button>
      )}
      {changed.length > 0 && <p className="mt-1.5 text-1 text-text-muted">{t('conflict.changes', { systems: names(changed) })}</p>}
      {byHand.length > 0 && <p className="mt-1.5 text-1 text-text-muted">{t('conflict.by-hand', { systems: names(byHand) })}</p>}
    </>
  );
}
