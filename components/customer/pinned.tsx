import { Pin } from 'lucide-react';
import { shownValue } from '../../lib/mapping/shown.ts';
import type { MappedField, ObjectMapping } from '../../lib/model/mapping.ts';
import { recordKey } from '../../lib/model/records.ts';
import { shownWords } from '../mapping/words.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { type Around, systemOf } from './context.ts';
import { FactRow } from './fact-row.tsx';
import type { CustomerFacts, Held } from './facts.ts';

interface Props {
  facts: CustomerFacts;
  mappings: readonly ObjectMapping[];
  around: Around;
}

/** Fields the rep has pinned, as their systems have them: the customer's own, her company's, then those of open deals. */
export function Pinned({ facts, mappings, around }: Props) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  const rows = pinnedOf(facts, mappings);
  if (rows.length === 0) return null;
  return (
    <section
      aria-label={t('pinned.title')}
      className="relative py-2 before:absolute before:end-0 before:start-7 before:top-0 before:border-line before:border-t"
    >
      <h3 className="ms-7 pt-1 text-1 text-text-muted">{t('pinned.title')}</h3>
      <ul>
        {rows.map(({ held, field, value }) => {
          const system = systemOf(around, held.connectionId);
          return (
            <FactRow
              key={`${recordKey(held.record.ref)}#${field.key}`}
              icon={Pin}
              label=""
              second={[field.label, held.record.kind === 'person' ? undefined : held.record.name, system.name].filter(Boolean).join(' · ')}
            >
              <span className="break-words">{shownWords(t, format, value, now)}</span>
            </FactRow>
          );
        })}
      </ul>
    </section>
  );
}

function pinnedOf(facts: CustomerFacts, mappings: readonly ObjectMapping[]) {
  const open = facts.deals.filter(({ record }) => record.status === 'open');
  const companies = facts.companies.filter(({ record }) => !facts.own.some((own) => recordKey(own.record.ref) === recordKey(record.ref)));
  return [...facts.own, ...companies, ...open].flatMap((held: Held) => {
    const { ref, custom } = held.record;
    const pins = mappings.find(
      ({ system, account, object }) => system === ref.system && account === ref.account && object === ref.object,
    )?.pins;
    return (pins ?? []).flatMap((field: MappedField) => {
      const value = Object.hasOwn(custom, field.key) ? shownValue(field, custom[field.key]) : undefined;
      return value ? [{ held, field, value }] : [];
    });
  });
}
