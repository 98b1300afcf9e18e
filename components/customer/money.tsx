import type { ReactNode } from 'react';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { Credit, OtherRecord } from '../../lib/model/records.ts';
import { SystemChip } from '../shell/mark.tsx';
import { SafeLink } from '../shell/safe-link.tsx';
import { SkeletonRows } from '../shell/skeleton.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { type Around, systemOf } from './context.ts';
import type { CustomerFacts, Held } from './facts.ts';
import { Nothing } from './nothing.tsx';
import { creditsOf, daysLate, overdue, overdueOf, usedShare } from './owed.ts';
import { statusWords } from './status-words.ts';

interface Props {
  dossier: Dossier;
  facts: CustomerFacts;
  around: Around;
  isComplete: boolean;
}

/** What she owes, may owe and has ordered, each in its own currency. */
export function MoneyTab({ dossier, facts, around, isComplete }: Props) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  const { invoices, orders, products } = facts;
  const late = overdue(invoices, now);
  const stocked = products.filter(({ record }) => record.stock);
  return (
    <div className="py-1">
      {invoices.length > 0 && (
        <Block
          title={t('money.invoices')}
          end={
            late && (
              <span className="text-bad">
                {t('money.overdue', { amount: format.list(late.sums.map(format.money)) })}
                {late.since !== undefined && ` · ${t('money.since', { day: format.date(late.since, now) })}`}
              </span>
            )
          }
        >
          {invoices.map((held) => (
            <InvoiceRow key={keyOf(held)} held={held} around={around} now={now} />
          ))}
        </Block>
      )}
      {creditsOf(facts).map(({ connectionId, credit }) => (
        <CreditBlock key={connectionId} credit={credit} />
      ))}
      {orders.length > 0 && (
        <Block title={t('money.orders')}>
          {orders.map((held) => (
            <Row
              key={keyOf(held)}
              held={held}
              around={around}
              end={held.record.amount && format.money(held.record.amount)}
              below={held.record.createdAt !== undefined && format.date(held.record.createdAt, now)}
              belowEnd={statusWords(t, held.record.status)}
            />
          ))}
        </Block>
      )}
      {stocked.length > 0 && (
        <Block title={t('money.stock')}>
          {stocked.map((held) => (
            <StockRow key={keyOf(held)} held={held} around={around} />
          ))}
        </Block>
      )}
      {!isComplete && <SkeletonRows count={2} />}
      {isComplete && invoices.length === 0 && orders.length === 0 && (
        <Nothing dossier={dossier} around={around} right="read:invoice" title="money.empty-title" sentence="money.empty" />
      )}
    </div>
  );
}

function keyOf({ connectionId, record }: Held<OtherRecord>): string {
  return `${connectionId}/${record.ref.object}/${record.ref.id}`;
}

function Block({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-line py-3 not-first:border-t">
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="text-2">{title}</h2>
        <span className="text-1 text-text-muted">{end}</span>
      </div>
      {children}
    </section>
  );
}

interface RowProps {
  held: Held<OtherRecord>;
  around: Around;
  end?: ReactNode;
  below?: ReactNode;
  belowEnd?: ReactNode;
}

/** Name and amount, and below each of them what is to be known of it. */
function Row({ held: { record, connectionId }, around, end, below, belowEnd }: RowProps) {
  const system = systemOf(around, connectionId);
  return (
    <div className="flex items-start gap-3 py-1 @max-tiny:flex-wrap">
      <div className="min-w-18 flex-1 @max-tiny:min-w-24">
        <SafeLink href={record.url} className="bidi line-clamp-4 text-text hover:underline">
          {record.name}
        </SafeLink>
        <p className="text-1 text-text-muted">{below}</p>
      </div>
      <div className="ms-auto min-w-0 text-end">
        <p className="font-medium tabular-nums">{end}</p>
        <p className="text-1 text-text-muted">{belowEnd}</p>
      </div>
      <SystemChip mark={system.mark} name={system.name} />
    </div>
  );
}

/** What is still to be paid of an invoice, and by when; of a paid one its amount. */
function InvoiceRow({ held, around, now }: { held: Held<OtherRecord>; around: Around; now: number }) {
  const { t, format } = useWords();
  const { amount, due, dueAt, status } = held.record;
  const isOpen = due !== undefined && due.amountMinor !== 0;
  const days = dueAt === undefined ? undefined : daysLate(dueAt, now);
  const isLate = overdueOf(held.record, now) !== undefined;
  const shown = isOpen ? due : amount;
  return (
    <Row
      held={held}
      around={around}
      end={shown && format.money(shown)}
      below={dueAt !== undefined && isOpen && t('money.due', { day: format.date(dueAt, now) })}
      belowEnd={
        !isOpen || days === undefined ? (
          statusWords(t, status)
        ) : isLate && days > 0 ? (
          <span className="text-bad">{t('money.late', { n: days })}</span>
        ) : (
          t('money.in-days', { n: Math.max(0, -days) })
        )
      }
    />
  );
}

function CreditBlock({ credit }: { credit: Credit }) {
  const { t, format } = useWords();
  const share = usedShare(credit);
  const { limit, used } = credit;
  if (!limit || share === undefined)
    return used ? (
      <Block title={t('money.credit')} end={t('money.used', { amount: format.money(used) })}>
        {null}
      </Block>
    ) : null;
  const left = { ...limit, amountMinor: limit.amountMinor - (used?.amountMinor ?? 0) };
  const text =
    left.amountMinor < 0
      ? t('money.over', { amount: format.money({ ...left, amountMinor: -left.amountMinor }), limit: format.money(limit) })
      : t('money.left', { amount: format.money(left), limit: format.money(limit) });
  return (
    <Block title={t('money.credit')} end={<span className={left.amountMinor < 0 ? 'text-bad' : undefined}>{text}</span>}>
      {/* The sentence beside the title says the same. */}
      <div aria-hidden="true" className="mt-1 h-1.5 overflow-hidden rounded-full bg-chip">
        <div className={`h-full ${left.amountMinor < 0 ? 'bg-bad' : 'bg-accent'}`} style={{ width: `${share * 100}%` }} />
      </div>
    </Block>
  );
}

function StockRow({ held, around }: { held: Held<OtherRecord>; around: Around }) {
  const { t, format } = useWords();
  const { stock } = held.record;
  if (!stock) return null;
  const amount = (value: number) => [format.number(value, 3), stock.unit].filter(Boolean).join(' ');
  return (
    <Row
      held={held}
      around={around}
      end={amount(stock.onHand)}
      belowEnd={stock.forecast !== undefined && t('money.forecast', { amount: amount(stock.forecast) })}
    />
  );
}
