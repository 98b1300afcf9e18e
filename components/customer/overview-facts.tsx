import { Building2, Globe, Handshake, Mail, MapPin, Megaphone, MessageCircle, Phone, ReceiptText, User } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MergedField } from '../../lib/model/customer.ts';
import type { DealRecord } from '../../lib/model/records.ts';
import { SystemLetters } from '../shell/mark.tsx';
import { mailHref, phoneHref } from '../shell/safe-href.ts';
import { SafeLink } from '../shell/safe-link.tsx';
import type { Format } from '../words/format.ts';
import type { Translate } from '../words/i18n.ts';
import { adSource } from './ad-source.ts';
import { type Around, systemOf } from './context.ts';
import { FactRow, type FieldProps, FieldRow } from './fact-row.tsx';
import { type CustomerFacts, connectionOf, type Held, lastSpoken } from './facts.ts';
import { overdue } from './owed.ts';
import { StageStrip, stageName } from './stage-strip.tsx';

/** One line of the overview. Lines of one question stand together. */
export interface Fact {
  id: string;
  question: 'owes' | 'reach' | 'deals' | 'spoke' | 'company';
  row: ReactNode;
}

interface Reader {
  t: Translate;
  format: Format;
  now: number;
}

const text = (value: string) => value;

/** What there is to know, the most useful to the next minute first. */
export function overviewFacts(facts: CustomerFacts, around: Around, { t, format, now }: Reader): Fact[] {
  const { email, phone, city, country, owner } = facts.profile.fields;
  const company = facts.company?.fields;
  const deals = facts.deals.filter(({ record }) => record.status === 'open').slice(0, 3);
  const late = overdue(facts.invoices, now);
  const last = lastSpoken(facts, now);
  const ad = adSource([...facts.deals, ...facts.own].map(({ record }) => record));
  const isPerson = facts.profile.kind === 'person';
  const ownerLine = (field: MergedField<string>) =>
    [
      t('field.owner'),
      ...field.values
        .slice(1, 3)
        .flatMap(({ value, sources }) =>
          sources
            .slice(0, 1)
            .map((source) => t('field.owner-also', { name: value, system: systemOf(around, connectionOf(around, source.ref)).name })),
        ),
    ].join(' · ');
  const size = [
    company?.employees?.values[0] && t('field.employees', { n: company.employees.values[0].value }),
    company?.revenue?.values[0] && t('field.revenue', { amount: format.money(company.revenue.values[0].value) }),
  ];
  const dealFact = (held: Held<DealRecord>): Fact => ({
    id: `deal ${held.connectionId}/${held.record.ref.id}`,
    question: 'deals',
    row: <DealFact held={held} around={around} t={t} format={format} now={now} />,
  });
  const fieldFact = (
    id: string,
    question: Fact['question'],
    field: MergedField<string>,
    look: Omit<FieldProps<string>, 'field' | 'around' | 'show'> & { show?: (value: string) => string },
  ): Fact => ({ id, question, row: <FieldRow field={field} around={around} show={text} {...look} /> });
  const all: (Fact | false | undefined)[] = [
    late && {
      id: 'late',
      question: 'owes',
      row: (
        <FactRow
          icon={ReceiptText}
          label={t('money.invoices')}
          second={[
            t('money.count', { n: late.invoices }),
            late.since !== undefined && t('money.since', { day: format.date(late.since, now) }),
          ]
            .filter(Boolean)
            .join(' · ')}
          end={late.from.map((id) => <SystemLetters key={id} {...systemOf(around, id)} />)}
        >
          <span className="font-strong text-bad">{t('money.overdue', { amount: format.list(late.sums.map(format.money)) })}</span>
        </FactRow>
      ),
    },
    email && fieldFact('email', 'reach', email, { icon: Mail, label: t('field.email'), href: mailHref, copy: true, ours: 'emails' }),
    phone && fieldFact('phone', 'reach', phone, { icon: Phone, label: t('field.phone'), href: phoneHref, ours: 'phones' }),
    ...deals.map(dealFact),
    last && {
      id: 'last',
      question: 'spoke',
      row: (
        <FactRow
          icon={MessageCircle}
          label={t('field.last-spoke')}
          second={
            <span className="line-clamp-3" data-shortened>
              {last.title ?? last.text}
            </span>
          }
        >
          {t('fact.last-spoke', { day: format.day(last.at, now) })}
        </FactRow>
      ),
    },
    owner && fieldFact('owner', 'spoke', owner, { icon: User, label: t('field.owner'), second: ownerLine(owner), several: true }),
    isPerson &&
      company?.name &&
      fieldFact('company', 'company', company.name, {
        icon: Building2,
        label: t('field.company'),
        second: [company.industry?.values[0]?.value, ...size].filter(Boolean).join(' · '),
      }),
    !isPerson &&
      company?.industry &&
      fieldFact('industry', 'company', company.industry, {
        icon: Building2,
        label: t('field.industry'),
        second: size.filter(Boolean).join(' · '),
      }),
    city &&
      fieldFact('place', 'company', city, {
        icon: MapPin,
        label: t('field.place'),
        ours: 'city',
        second: country?.values[0] && format.country(country.values[0].value),
      }),
    !city && country && fieldFact('country', 'company', country, { icon: MapPin, label: t('field.country'), show: format.country }),
    ad && {
      id: 'ad',
      question: 'spoke',
      row: (
        <FactRow
          icon={Megaphone}
          label={t('field.ad-source')}
          second={[ad.from !== '' && ad.campaign, ad.from !== '' && ad.keyword && t('ad.keyword', { words: ad.keyword })]
            .filter(Boolean)
            .join(' · ')}
        >
          {ad.from || t('ad.keyword', { words: ad.keyword ?? '' })}
        </FactRow>
      ),
    },
    company?.website &&
      fieldFact('website', 'company', company.website, {
        icon: Globe,
        label: t('field.website'),
        href: (domain) => `https://${domain.replace(/^https?:\/\//, '')}`,
      }),
  ];
  return all.filter((fact) => fact !== undefined && fact !== false);
}

function DealFact({ held, around, t, format, now }: Reader & { held: Held<DealRecord>; around: Around }) {
  const { record, connectionId } = held;
  return (
    <FactRow
      icon={Handshake}
      label={t('field.deal')}
      end={
        <span className="text-2 text-text-muted tabular-nums">
          {record.amount ? format.money(record.amount) : systemOf(around, connectionId).mark}
        </span>
      }
      second={
        <>
          <StageStrip around={around} held={held} />
          {[stageName(around, held), record.closeAt !== undefined && t('deal.closes', { day: format.date(record.closeAt, now) })]
            .filter(Boolean)
            .join(' · ')}
        </>
      }
    >
      <SafeLink href={record.url} className="font-medium text-text hover:underline">
        {record.name || t('deal.unnamed')}
      </SafeLink>
    </FactRow>
  );
}
