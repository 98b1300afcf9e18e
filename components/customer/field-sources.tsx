import type { FieldSource, MergedField } from '../../lib/model/customer.ts';
import type { CanonicalField } from '../../lib/model/mapping.ts';
import { TagDot } from '../connections/tag.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { type Around, systemOf } from './context.ts';
import { distinctSources } from './facts.ts';
import { FixEverywhere } from './fix-everywhere.tsx';

interface Props {
  label: string;
  field: MergedField<unknown>;
  differs: boolean;
  around: Around;
  show: (value: unknown) => string;
  /** Where the rep may have one value written everywhere. */
  ours: CanonicalField | undefined;
  onDone: () => void;
}

/** All values of a field with where each comes from; where systems differ, the rep picks the right one. */
export function FieldSources({ label, field, differs, around, show, ours, onDone }: Props) {
  const { t } = useWords();
  return (
    <>
      <p className="mb-2 font-strong text-2">{differs ? t('conflict.title', { field: label }) : label}</p>
      {differs && ours ? (
        <FixEverywhere field={field} ours={ours} around={around} show={show} onDone={onDone}>
          {(at) => <Sources around={around} sources={field.values[at]?.sources ?? []} />}
        </FixEverywhere>
      ) : (
        <ul className="flex flex-col gap-2">
          {field.values.map((each) => (
            <li key={show(each.value)}>
              <div className="bidi text-2">{show(each.value)}</div>
              <Sources around={around} sources={each.sources} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Which systems say so, and since when. */
function Sources({ around, sources }: { around: Around; sources: readonly FieldSource<unknown>[] }) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  return (
    <ul className="text-1 text-text-muted">
      {distinctSources(around, sources).map((source) => {
        const system = systemOf(around, source.connectionId);
        return (
          <li key={source.connectionId} className="flex justify-between gap-2">
            <span className="inline-flex items-center gap-1.5">
              <TagDot tag={system.tag} />
              {system.name}
            </span>
            <span>
              {source.changedAt === undefined ? t('fact.no-date') : t('fact.changed', { when: format.ago(source.changedAt, now) })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
