import { Building2, Flag, Globe, Handshake, Mail, MapPin, Megaphone, MessageCircle, Phone, User } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MergedField } from '../../lib/model/customer.ts';
import type { DealRecord } from '../../lib/model/records.ts';
import { mailHref, phoneHref } from '../shell/safe-href.ts';
import { SafeLink } from '../shell/safe-link.tsx';
import type { Format } from '../words/format.ts';
import type { Translate } from '../words/i18n.ts';
import { adSource } from './ad-source.ts';
import { type Around, systemOf } from './context.ts';
import { FactRow, FieldRow } from './fact-row.tsx';
import { type CustomerFacts, connectionOf, type Held } from './facts.ts';
import { overdue } from './owed.ts';
import { StageStrip, stageName } from './stage-strip.tsx';

const SPOKEN = new Set(['call', 'meeting', 'email', 'message']);

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
  const last = facts.timeline.find(({ activity }) => SPOKEN.has(activity.kind) && activity.at <= now);
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
  const all: (Fact | false | undefined)[] = [
    late && {
      id: 'late',
      question: 'owes',
      row: (
        <FactRow
          icon={Flag}
          label={t('money.invoices')}
          second={late.since !== undefined && t('money.since', { day: format.day(late.since, now) })}
        >
          <span className="text-bad">
            {t('money.overdue', { amount: format.list(late.sums.map(format.money)) })} · {t('money.count', { n: late.invoices })}
          </span>
        </FactRow>
      ),
    },
    email && {
      id: 'email',
      question: 'reach',
      row: <FieldRow icon={Mail} label={t('field.email')} field={email} around={around} show={text} href={mailHref} copy ours="emails" />,
    },
    phone && {
      id: 'phone',
      question: 'reach',
      row: <FieldRow icon={Phone} label={t('field.phone')} field={phone} around={around} show={text} href={phoneHref} ours="phones" />,
    },
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
              {last.activity.title ?? last.activity.text}
            </span>
          }
        >
          {t('fact.last-spoke', { day: format.day(last.activity.at, now) })}
        </FactRow>
      ),
    },
    owner && {
      id: 'owner',
      question: 'spoke',
      row: <FieldRow icon={User} label={t('field.owner')} field={owner} around={around} show={text} second={ownerLine(owner)} several />,
    },
    isPerson &&
      company?.name && {
        id: 'company',
        question: 'company',
        row: (
          <FieldRow
            icon={Building2}
            label={t('field.company')}
            field={company.name}
            around={around}
            show={text}
            second={[company.industry?.values[0]?.value, ...size].filter(Boolean).join(' · ')}
          />
        ),
      },
    !isPerson &&
      company?.industry && {
        id: 'industry',
        question: 'company',
        row: (
          <FieldRow
            icon={Building2}
            label={t('field.industry')}
            field={company.industry}
            around={around}
            show={text}
            second={size.filter(Boolean).join(' · ')}
          />
        ),
      },
    city && {
      id: 'place',
      question: 'reach',
      row: (
        <FieldRow
          icon={MapPin}
          label={t('field.place')}
          field={city}
          around={around}
          show={text}
          ours="city"
          second={country?.values[0] && format.country(country.values[0].value)}
        />
      ),
    },
    !city &&
      country && {
        id: 'country',
        question: 'reach',
        row: <FieldRow icon={MapPin} label={t('field.country')} field={country} around={around} show={format.country} />,
      },
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
    company?.website && {
      id: 'website',
      question: 'company',
      row: (
        <FieldRow
          icon={Globe}
          label={t('field.website')}
          field={company.website}
          around={around}
          show={text}
          href={(domain) => `https://${domain.replace(/^https?:\/\//, '')}`}
        />
      ),
    },
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
          {[stageName(around, held), record.closeAt !== undefined && t('deal.closes', { day: format.day(record.closeAt, now) })]
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
