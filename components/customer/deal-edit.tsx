import { type ReactNode, useId, useState } from 'react';
import { minorDigits, NO_CURRENCY } from '../../lib/model/currency.ts';
import type { DealRecord } from '../../lib/model/records.ts';
import { type Change, useChange } from '../actions/change.tsx';
import { localStamp } from '../actions/local-stamp.ts';
import { Button } from '../shell/button.tsx';
import { amountTyped } from '../words/amount.ts';
import { dayHere } from '../words/day-here.ts';
import { useWords } from '../words/use-words.ts';
import type { Around } from './context.ts';
import type { Held } from './facts.ts';
import { pipelineOf } from './stage-strip.tsx';

/** Of `2026-12-12`. */
const DAY_LENGTH = 10;
const FIELD = 'min-h-control min-w-40 flex-1 rounded border border-line-control bg-surface px-2 text-2 text-text';

/** Stage, amount, close date and owner of a deal: what its system can be told. */
export function DealEdit({ held, around, onDone }: { held: Held<DealRecord>; around: Around; onDone: () => void }) {
  const { t } = useWords();
  const scope = useChange();
  const id = useId();
  const { record, connectionId } = held;
  const dictionary = around.dictionaries.get(connectionId);
  const pipeline = pipelineOf(around, held);
  const writable = new Set(dictionary?.writable?.[record.ref.native] ?? []);
  const digits = record.amount ? minorDigits(record.amount.currency) : 2;
  const currency = record.amount?.currency === NO_CURRENCY ? undefined : record.amount?.currency;
  // As it stood when the form was opened: what changes in the system meanwhile is not the rep's to put back.
  const [before] = useState(() => ({
    stage: record.stageId ?? '',
    amount: record.amount ? (record.amount.amountMinor / 10 ** digits).toFixed(digits) : '',
    closes: record.closeAt === undefined ? '' : localStamp(dayHere(record.closeAt)).slice(0, DAY_LENGTH),
    owner: record.ownerId ?? '',
  }));
  const [now, setNow] = useState(before);
  const set = (part: Partial<typeof before>) => setNow({ ...now, ...part });
  if (!scope) return null;
  const can = (kind: 'stage' | 'field' | 'owner') => scope.whyNot(connectionId, kind) === undefined;
  const amount = amountTyped(now.amount, digits);
  const isBad = now.amount.trim() !== '' && amount === undefined;

  const save = () => {
    const on = [record.ref];
    const changes: Change[] = [];
    if (now.stage !== before.stage && now.stage !== '')
      changes.push({ kind: 'stage', stageId: now.stage, ...(pipeline && { pipelineId: pipeline.id }), on });
    if (now.amount !== before.amount && !isBad) changes.push({ kind: 'field', field: 'amount', ours: true, value: amount ?? null, on });
    if (now.closes !== before.closes) changes.push({ kind: 'field', field: 'closeAt', ours: true, value: now.closes || null, on });
    if (now.owner !== before.owner && now.owner !== '') changes.push({ kind: 'owner', ownerId: now.owner, on });
    const [first, ...others] = changes;
    if (first) void scope.change(first, ...others);
    onDone();
  };

  return (
    <form
      className="flex flex-col gap-2 border-line border-t pt-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      {can('stage') && pipeline && (
        <Line id={`${id}-stage`} label={t('deal.stage')}>
          <select id={`${id}-stage`} value={now.stage} onChange={(event) => set({ stage: event.target.value })} className={FIELD}>
            {!pipeline.stages.some((stage) => stage.id === now.stage) && <option value={now.stage}>{record.stageName ?? now.stage}</option>}
            {pipeline.stages.map((stage) => (
              <option key={stage.id} value={stage.id}>
                {stage.name}
              </option>
            ))}
          </select>
        </Line>
      )}
      {can('field') && writable.has('amount') && (
        <Line id={`${id}-amount`} label={currency === undefined ? t('deal.amount') : t('deal.amount-in', { currency })}>
          <input
            id={`${id}-amount`}
            inputMode="decimal"
            value={now.amount}
            aria-invalid={isBad}
            onChange={(event) => set({ amount: event.target.value })}
            className={FIELD}
          />
        </Line>
      )}
      {can('field') && writable.has('closeAt') && (
        <Line id={`${id}-closes`} label={t('deal.close-date')}>
          <input
            id={`${id}-closes`}
            type="date"
            value={now.closes}
            onChange={(event) => set({ closes: event.target.value })}
            className={FIELD}
          />
        </Line>
      )}
      {can('owner') && dictionary && dictionary.owners.length > 0 && (
        <Line id={`${id}-owner`} label={t('field.owner')}>
          <select id={`${id}-owner`} value={now.owner} onChange={(event) => set({ owner: event.target.value })} className={FIELD}>
            {!dictionary.owners.some((owner) => owner.id === now.owner) && (
              <option value={now.owner}>{t(now.owner === '' ? 'deal.owner-unknown' : 'deal.owner-other')}</option>
            )}
            {dictionary.owners.map((owner) => (
              <option key={owner.id} value={owner.id}>
                {owner.name}
              </option>
            ))}
          </select>
        </Line>
      )}
      {isBad && (
        <p role="alert" className="text-1 text-warn">
          {t('deal.bad-amount')}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button look="quiet" small onClick={onDone}>
          {t('action.cancel')}
        </Button>
        <Button small type="submit" disabled={isBad || JSON.stringify(now) === JSON.stringify(before)}>
          {t('deal.save')}
        </Button>
      </div>
    </form>
  );
}

function Line({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <label htmlFor={id} className="w-24 shrink-0 text-1 text-text-muted">
        {label}
      </label>
      {children}
    </div>
  );
}
