import { useId, useState } from 'react';
import { minorDigits, NO_CURRENCY } from '../../lib/model/currency.ts';
import { systemOf } from '../customer/context.ts';
import { amountTyped } from '../words/amount.ts';
import { useWords } from '../words/use-words.ts';
import { ChoiceChips } from './choice-chips.tsx';
import { ComposerFrame } from './composer-frame.tsx';
import { ComposerRow } from './composer-row.tsx';
import { FormNotice } from './form-notice.tsx';
import { Hint } from './hint.tsx';
import { dealsLike } from './new-record.ts';
import type { ComposerSubject } from './subject.ts';
import { targetsFor } from './targets.ts';
import { useSend } from './use-send.ts';

const FIELD = 'min-h-control min-w-40 flex-1 rounded border border-line-control bg-surface px-2 text-2 text-text';

/** A new deal of this customer in one system; one with nearly the same name that is open there is named first. */
export function DealForm(subject: ComposerSubject) {
  const { t, format } = useWords();
  const id = useId();
  const { send, saving, failed } = useSend(subject);
  const targets = targetsFor('create', subject.connections, subject.dossier, undefined).filter(({ off }) => off === undefined);
  const [picked, setPicked] = useState<string>();
  const [name, setName] = useState('');
  const [amount, setAmount] = useState('');
  const [currency, setCurrency] = useState<string>();
  const [closes, setCloses] = useState('');
  const [isMeant, setMeant] = useState(false);
  const target =
    targets.find(({ connection }) => connection.id === picked) ??
    targets.find(({ connection }) => connection.id === subject.openId) ??
    targets[0];
  const money = usualCurrency(subject);
  const code = currency ?? money ?? '';
  const isCurrency = /^[A-Z]{3}$/.test(code);
  const value = amountTyped(amount, isCurrency ? minorDigits(code) : 2);
  const isBad = amount.trim() !== '' && (value === undefined || value < 0 || !isCurrency);
  const alike = target ? dealsLike(subject.dossier, target.connection.id, name) : [];
  const canSubmit = target !== undefined && name.trim() !== '' && !isBad && (alike.length === 0 || isMeant) && !saving;

  const submit = () => {
    if (!target || !canSubmit) return;
    const values = {
      name: name.trim(),
      ...(value !== undefined && { amount: { amountMinor: Math.round(value * 10 ** minorDigits(code)), currency: code } }),
      ...(closes !== '' && { closeAt: noonOf(closes) }),
    };
    void send({ kind: 'create', object: 'deal', values, on: target.refs, at: Date.now() }, [target.connection.id]);
  };

  const label = t('deal.new-for', { name: subject.customerName });
  if (!target) return <FormNotice label={label} text={t('deal.nowhere')} onClose={subject.onClose} />;
  return (
    <ComposerFrame
      label={label}
      submit={t('deal.create')}
      keys=""
      canSubmit={canSubmit}
      onSubmit={submit}
      onEscape={subject.onClose}
      hint={<Hint failed={failed} keepsDraft={false} />}
    >
      <ComposerRow label={<label htmlFor={`${id}-name`}>{t('deal.name')}</label>}>
        <input
          id={`${id}-name`}
          value={name}
          maxLength={255}
          dir="auto"
          // biome-ignore lint/a11y/noAutofocus: the rep has just asked for this form
          autoFocus
          onChange={(event) => {
            setName(event.target.value);
            // The yes was meant for the deals that were named beside it.
            setMeant(false);
          }}
          className={FIELD}
        />
      </ComposerRow>
      <ComposerRow label={<label htmlFor={`${id}-amount`}>{t('deal.amount')}</label>}>
        <input
          id={`${id}-amount`}
          inputMode="decimal"
          value={amount}
          aria-invalid={isBad}
          onChange={(event) => setAmount(event.target.value)}
          className={FIELD.replace('min-w-40', 'min-w-24')}
        />
        <input
          aria-label={t('deal.currency')}
          value={code}
          maxLength={3}
          placeholder="EUR"
          onChange={(event) => setCurrency(event.target.value.toUpperCase())}
          className={FIELD.replace('min-w-40 flex-1', 'w-16')}
        />
      </ComposerRow>
      <ComposerRow label={<label htmlFor={`${id}-closes`}>{t('deal.close-date')}</label>}>
        <input id={`${id}-closes`} type="date" value={closes} onChange={(event) => setCloses(event.target.value)} className={FIELD} />
      </ComposerRow>
      <ComposerRow label={t('composer.save-to')}>
        <ChoiceChips
          label={t('composer.save-to')}
          options={targets.map(({ connection }) => ({ id: connection.id, word: systemOf(subject, connection.id).name }))}
          chosen={target.connection.id}
          onChoose={(next) => {
            setPicked(next);
            setMeant(false);
          }}
        />
      </ComposerRow>
      {isBad && (
        <p role="alert" className="text-1 text-warn">
          {t('deal.bad-amount')}
        </p>
      )}
      {alike.length > 0 && (
        <label className="flex items-start gap-2 text-warn">
          <input
            type="checkbox"
            checked={isMeant}
            onChange={(event) => setMeant(event.target.checked)}
            className="mt-0.5 size-4 accent-accent"
          />
          <span className="bidi">{t('deal.alike', { names: format.list(alike.map((deal) => deal.name)) })}</span>
        </label>
      )}
    </ComposerFrame>
  );
}

/** The currency of the customer's deals so far. */
function usualCurrency({ dossier }: ComposerSubject): string | undefined {
  const records = dossier?.parts.flatMap((part) => part.records.map(({ record }) => record)) ?? [];
  return records.flatMap((record) =>
    record.kind === 'deal' && record.amount && record.amount.currency !== NO_CURRENCY ? [record.amount.currency] : [],
  )[0];
}

/** Noon where the rep is, which is the same day in an account whose calendar lies some hours away. */
function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00`);
}
