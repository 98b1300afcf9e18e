import type { Dossier } from '../../lib/model/dossier.ts';
import { SystemChip } from '../shell/mark.tsx';
import { Pill } from '../shell/pill.tsx';
import { SafeLink } from '../shell/safe-link.tsx';
import { SkeletonRows } from '../shell/skeleton.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { type Around, systemOf } from './context.ts';
import type { CustomerFacts } from './facts.ts';
import { Nothing } from './nothing.tsx';
import { statusWords } from './status-words.ts';

interface Props {
  dossier: Dossier;
  facts: CustomerFacts;
  around: Around;
  isComplete: boolean;
}

/** Complaints and questions of every system, what moved last first. */
export function Tickets({ dossier, facts, around, isComplete }: Props) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  return (
    <div className="flex flex-col gap-3 py-3">
      {facts.tickets.map(({ record, connectionId }) => {
        const system = systemOf(around, connectionId);
        const at = record.changedAt ?? record.createdAt;
        return (
          <article key={`${connectionId}/${record.ref.id}`} className="rounded-3 border border-line-strong p-3">
            <div className="flex items-start gap-3">
              <h2 className="bidi line-clamp-4 min-w-0 flex-1 text-2">
                <SafeLink href={record.url} className="text-text hover:underline">
                  {record.name || t('tickets.unnamed')}
                </SafeLink>
              </h2>
              <SystemChip mark={system.mark} name={system.name} />
            </div>
            <p className="mt-1 flex flex-wrap items-center gap-2 text-text-muted">
              {record.status !== undefined && <Pill>{statusWords(t, record.status)}</Pill>}
              {at !== undefined && <span>{format.day(at, now)}</span>}
            </p>
          </article>
        );
      })}
      {!isComplete && <SkeletonRows count={2} />}
      {isComplete && facts.tickets.length === 0 && (
        <Nothing dossier={dossier} around={around} right="read:ticket" title="tickets.empty-title" sentence="tickets.empty" />
      )}
    </div>
  );
}
