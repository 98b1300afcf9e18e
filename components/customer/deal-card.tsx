import type { DealRecord } from '../../lib/model/records.ts';
import { SystemChip } from '../shell/mark.tsx';
import { Pill } from '../shell/pill.tsx';
import { SafeLink } from '../shell/safe-link.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { type Around, ownerName, systemOf } from './context.ts';
import { DealChange } from './deal-change.tsx';
import type { Held } from './facts.ts';
import { pipelineOf, StageStrip, stageName } from './stage-strip.tsx';

const STATUS: Record<DealRecord['status'], { id: MessageId; look: 'iris' | 'good' | 'neutral' }> = {
  open: { id: 'deal.open', look: 'iris' },
  won: { id: 'deal.won', look: 'good' },
  lost: { id: 'deal.lost', look: 'neutral' },
};

/** One deal: where it stands, what it is worth, and what of it can be changed. */
export function DealCard({ held, around }: { held: Held<DealRecord>; around: Around }) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  const { record, connectionId } = held;
  const system = systemOf(around, connectionId);
  const status = STATUS[record.status];
  const owner = record.ownerId === undefined ? undefined : ownerName(around, connectionId, record.ownerId);
  const rows: [MessageId, string | undefined][] = [
    ['deal.pipeline', pipelineOf(around, held)?.name],
    ['deal.close-date', record.closeAt === undefined ? undefined : format.date(record.closeAt, now)],
    ['field.owner', owner],
  ];
  return (
    <article className="rounded-3 border border-line-strong p-3">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <h2 className="bidi line-clamp-4 min-w-0 text-2">
          <SafeLink href={record.url} className="text-text hover:underline">
            {record.name || t('deal.unnamed')}
          </SafeLink>
        </h2>
        <span className="ms-auto flex items-center gap-2">
          {record.amount && <span className="font-strong tabular-nums">{format.money(record.amount)}</span>}
          <SystemChip {...system} />
        </span>
      </div>
      <StageStrip around={around} held={held} />
      <p className="mt-1 flex flex-wrap items-center gap-2 text-text-muted">
        <Pill look={status.look}>{t(status.id)}</Pill>
        <span className="bidi">{stageName(around, held)}</span>
        {record.probabilityPct !== undefined && record.status === 'open' && (
          <span>{t('deal.vendor-chance', { percent: format.percent(record.probabilityPct / 100) })}</span>
        )}
      </p>
      <dl className="mt-2 grid grid-cols-[minmax(5rem,auto)_1fr] gap-x-4 gap-y-1 border-line border-t pt-2 empty:hidden">
        {rows.flatMap(([label, value]) =>
          value
            ? [
                <div key={label} className="contents">
                  <dt className="text-text-muted">{t(label)}</dt>
                  <dd className="bidi">{value}</dd>
                </div>,
              ]
            : [],
        )}
      </dl>
      <DealChange held={held} around={around} />
    </article>
  );
}
