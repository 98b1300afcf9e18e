import { type ReactNode, useState } from 'react';
import type { Dossier, LinkedRecord } from '../../lib/model/dossier.ts';
import { recordKey } from '../../lib/model/records.ts';
import { useHost } from '../host.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { Button } from '../shell/button.tsx';
import { SystemChip } from '../shell/mark.tsx';
import { SafeLink } from '../shell/safe-link.tsx';
import { SkeletonRows } from '../shell/skeleton.tsx';
import { useWords } from '../words/use-words.ts';
import { AnsweredLine } from './answered-line.tsx';
import { type Around, systemOf } from './context.ts';
import type { CustomerFacts, Held } from './facts.ts';
import { Nothing } from './nothing.tsx';
import { reasonWords } from './reasons.ts';

const MOST_REASONS = 3;

interface Props {
  dossier: Dossier;
  facts: CustomerFacts;
  around: Around;
  isComplete: boolean;
}

type Linked = Held & LinkedRecord;

/** Which records are shown as this customer and why, whom they hang together with, and who had nothing. */
export function Links({ dossier, facts, around, isComplete }: Props) {
  const { t } = useWords();
  const host = useHost();
  const [failed, setFailed] = useState(false);
  const linked = dossier.parts.flatMap((part): Linked[] => part.records.map((each) => ({ ...each, connectionId: part.connectionId })));
  const own = linked.filter(({ record }) => facts.own.some((each) => recordKey(each.record.ref) === recordKey(record.ref)));
  const companies =
    dossier.kind === 'person' ? once(linked.filter(({ record, link }) => record.kind === 'company' && link === 'related')) : [];
  const people = once(linked.filter(({ record, link }) => record.kind === 'person' && link === 'related'));
  const rule = (each: Linked, same: boolean | null) => {
    setFailed(false);
    host.rule({ a: dossier.anchor, b: each.record.ref, same }).catch(() => setFailed(true));
  };
  return (
    <div className="flex flex-col gap-4 py-3">
      <Block title={t('links.own')}>
        {own.map((each) => (
          <OwnRow key={keyOf(each)} held={each} around={around} onPart={() => rule(each, false)} />
        ))}
      </Block>
      {companies.length > 0 && (
        <Block title={t('links.companies')}>
          {companies.map((each) => (
            <Row key={keyOf(each)} held={each} around={around} />
          ))}
        </Block>
      )}
      {people.length > 0 && (
        <Block title={t('links.people')}>
          {people.map((each) => (
            <Row key={keyOf(each)} held={each} around={around} />
          ))}
        </Block>
      )}
      {facts.ruled.length > 0 && (
        <Block title={t('links.answers')}>
          {facts.ruled.map((each) => (
            <AnsweredLine
              key={keyOf(each)}
              held={each}
              around={around}
              isDuplicate={false}
              takesFocus={false}
              onUndo={() => rule(each, null)}
            />
          ))}
        </Block>
      )}
      {failed && <p role="status">{t('maybe.failed')}</p>}
      {!isComplete && <SkeletonRows count={2} />}
      {isComplete && new Set(own.map(({ connectionId }) => connectionId)).size < around.connections.length && (
        <Nothing dossier={dossier} around={around} right="find" sentence="links.others" />
      )}
    </div>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 text-2">{title}</h2>
      <ul className="flex flex-col gap-1">{children}</ul>
    </section>
  );
}

/** One of the customer's own records: why it is hers, and the way to say that it is not. */
function OwnRow({ held, around, onPart }: { held: Linked; around: Around; onPart: () => void }) {
  const { t, format } = useWords();
  const { link, ruling, probability, reasons = [], record } = held;
  const why = reasons
    .slice(0, MOST_REASONS)
    .flatMap((reason) => reasonWords(t, reason) ?? [])
    .filter(({ sign }) => sign === '=')
    .map(({ text }) => text);
  const words =
    link === 'anchor'
      ? t('links.anchor')
      : [
          ruling === 'same'
            ? t('maybe.said-same')
            : probability === undefined
              ? undefined
              : t('links.sure', { percent: format.percent(probability) }),
          ...why,
        ]
          .filter(Boolean)
          .join(' · ');
  return (
    <Row held={held} around={around} second={words}>
      {link === 'same' && ruling === undefined && (
        <Button look="text" small className="-ms-2.5" aria-label={t('links.part-of', { name: record.name })} onClick={onPart}>
          {t('links.apart')}
        </Button>
      )}
    </Row>
  );
}

function Row({
  held: { record, connectionId },
  around,
  second,
  children,
}: {
  held: Held;
  around: Around;
  second?: string;
  children?: ReactNode;
}) {
  const line = second ?? (record.kind === 'person' ? [record.title, record.companyName].filter(Boolean).join(' · ') : undefined);
  return (
    <li className="flex min-h-13 items-start gap-3 py-1">
      <Avatar name={record.name} kind={record.kind === 'company' ? 'company' : 'person'} small />
      <div className="min-w-0 flex-1">
        <SafeLink href={record.url} className="bidi line-clamp-3 text-text hover:underline">
          {record.name}
        </SafeLink>
        {line && <p className="bidi text-1 text-text-muted">{line}</p>}
        {children}
      </div>
      <SystemChip {...systemOf(around, connectionId)} />
    </li>
  );
}

function keyOf({ connectionId, record }: Held): string {
  return `${connectionId}/${recordKey(record.ref)}`;
}

/** Several systems' shares may tell the same record. */
function once(records: readonly Linked[]): Linked[] {
  return [...new Map(records.map((each) => [recordKey(each.record.ref), each])).values()];
}
