import { Equal, EqualNot } from 'lucide-react';
import { useHost } from '../host.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { Button } from '../shell/button.tsx';
import { SystemChip } from '../shell/mark.tsx';
import { safeHref } from '../shell/safe-href.ts';
import { useWords } from '../words/use-words.ts';
import { type Around, systemOf } from './context.ts';
import type { CustomerFacts } from './facts.ts';
import { reasonWords } from './reasons.ts';

/** Uncertain matches stand apart, with reasons. Nothing of them is mixed into the customer. */
export function MaybeSame({ facts, around }: { facts: CustomerFacts; around: Around }) {
  const { t, format } = useWords();
  const host = useHost();
  if (facts.maybe.length === 0) return null;
  return (
    <section aria-label={t('maybe.title')} className="mt-3 flex flex-col gap-3 rounded-3 border border-line-strong p-3">
      <h2 className="text-2">{t('maybe.title')}</h2>
      {facts.maybe.slice(0, 3).map(({ record, connectionId, probability, reasons = [] }) => {
        const system = systemOf(around, connectionId);
        const url = safeHref(record.url);
        const line = record.kind === 'person' ? [record.title, record.companyName].filter(Boolean).join(' · ') : '';
        return (
          <article
            key={`${connectionId}/${record.ref.id}`}
            className="flex flex-col gap-2 not-first:border-line not-first:border-t not-first:pt-3"
          >
            <div className="flex items-start gap-2">
              <Avatar name={record.name} kind={record.kind === 'company' ? 'company' : 'person'} small />
              <div className="min-w-0 flex-1">
                <p className="bidi line-clamp-3 text-2">{record.name}</p>
                {line && <p className="bidi text-1 text-text-muted">{line}</p>}
              </div>
              <SystemChip mark={system.mark} name={system.name} />
            </div>
            <ul className="flex flex-col gap-1 text-1 text-text-muted">
              {probability !== undefined && <li>{t('maybe.likely', { percent: format.percent(probability) })}</li>}
              {reasons.slice(0, 6).flatMap((reason) => {
                const words = reasonWords(t, reason);
                return words
                  ? [
                      <li key={reason.code + words.text} className="flex gap-2">
                        {words.sign === '=' ? (
                          <Equal className="mt-0.5 size-3.5 shrink-0 text-good" strokeWidth={2} aria-hidden="true" />
                        ) : (
                          <EqualNot className="mt-0.5 size-3.5 shrink-0 text-warn" strokeWidth={2} aria-hidden="true" />
                        )}
                        <span className="bidi">{words.text}</span>
                      </li>,
                    ]
                  : [];
              })}
            </ul>
            {url && (
              <Button small className="self-start" onClick={() => host.openTab(url)}>
                {t('way.open', { system: system.name })}
              </Button>
            )}
          </article>
        );
      })}
    </section>
  );
}
