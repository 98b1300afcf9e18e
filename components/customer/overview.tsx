import { Building2, Flag, Globe, Handshake, Mail, MapPin, Megaphone, MessageCircle, Phone, User } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import type { MergedField } from '../../lib/model/customer.ts';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { ObjectMapping } from '../../lib/model/mapping.ts';
import { mailHref, phoneHref } from '../shell/safe-href.ts';
import { SafeLink } from '../shell/safe-link.tsx';
import { SkeletonRows } from '../shell/skeleton.tsx';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { adSource } from './ad-source.ts';
import { type Around, systemOf } from './context.ts';
import { FactRow, FieldRow } from './fact-row.tsx';
import { type CustomerFacts, connectionOf } from './facts.ts';
import { Nothing } from './nothing.tsx';
import { overdue } from './owed.ts';
import { StageStrip, stageName } from './stage-strip.tsx';

const MaybeSame = lazyPiece(() => import('./maybe-same.tsx').then((module) => module.MaybeSame));
const Pinned = lazyPiece(() => import('./pinned.tsx').then((module) => module.Pinned));

const SPOKEN = new Set(['call', 'meeting', 'email', 'message']);

interface Props {
  dossier: Dossier;
  mappings: readonly ObjectMapping[];
  facts: CustomerFacts;
  around: Around;
  /** Systems still to answer: empty blocks say nothing until then. */
  isComplete: boolean;
}

/** Facts grouped by question: how do I reach her, which company, what is open, who spoke last. */
export function Overview({ dossier, facts, mappings, around, isComplete }: Props) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  const { email, phone, city, country, owner } = facts.profile.fields;
  const company = facts.company?.fields;
  const open = facts.deals.filter(({ record }) => record.status === 'open').slice(0, 3);
  const late = overdue(facts.invoices, now);
  const last = facts.timeline.find(({ activity }) => SPOKEN.has(activity.kind) && activity.at <= now);
  const text = (value: string) => value;
  const ad = adSource([...facts.deals, ...facts.own].map(({ record }) => record));
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
  return (
    <div>
      {facts.maybe.length + facts.ruled.length > 0 && (
        <Suspense>
          <MaybeSame key={dossier.key} anchor={dossier.anchor} facts={facts} around={around} />
        </Suspense>
      )}
      {(email || phone) && (
        <Group>
          {email && (
            <FieldRow icon={Mail} label={t('field.email')} field={email} around={around} show={text} href={mailHref} copy ours="emails" />
          )}
          {phone && (
            <FieldRow icon={Phone} label={t('field.phone')} field={phone} around={around} show={text} href={phoneHref} ours="phones" />
          )}
          {city ? (
            <FieldRow
              icon={MapPin}
              label={t('field.place')}
              field={city}
              around={around}
              show={text}
              ours="city"
              second={country?.values[0] && format.country(country.values[0].value)}
            />
          ) : (
            country && <FieldRow icon={MapPin} label={t('field.country')} field={country} around={around} show={format.country} />
          )}
        </Group>
      )}
      {company && (
        <Group>
          {facts.profile.kind === 'person' && company.name && (
            <FieldRow
              icon={Building2}
              label={t('field.company')}
              field={company.name}
              around={around}
              show={text}
              second={[
                company.industry?.values[0]?.value,
                company.employees?.values[0] && t('field.employees', { n: company.employees.values[0].value }),
                company.revenue?.values[0] && t('field.revenue', { amount: format.money(company.revenue.values[0].value) }),
              ]
                .filter(Boolean)
                .join(' · ')}
            />
          )}
          {facts.profile.kind === 'company' && company.industry && (
            <FieldRow
              icon={Building2}
              label={t('field.industry')}
              field={company.industry}
              around={around}
              show={text}
              second={[
                company.employees?.values[0] && t('field.employees', { n: company.employees.values[0].value }),
                company.revenue?.values[0] && t('field.revenue', { amount: format.money(company.revenue.values[0].value) }),
              ]
                .filter(Boolean)
                .join(' · ')}
            />
          )}
          {company.website && (
            <FieldRow
              icon={Globe}
              label={t('field.website')}
              field={company.website}
              around={around}
              show={text}
              href={(domain) => `https://${domain.replace(/^https?:\/\//, '')}`}
            />
          )}
        </Group>
      )}
      {late && (
        <Group>
          <FactRow
            icon={Flag}
            label={t('money.invoices')}
            second={late.since !== undefined && t('money.since', { day: format.day(late.since, now) })}
          >
            <span className="text-bad">
              {t('money.overdue', { amount: format.list(late.sums.map(format.money)) })} · {t('money.count', { n: late.invoices })}
            </span>
          </FactRow>
        </Group>
      )}
      {open.length > 0 && (
        <Group>
          {open.map((held) => (
            <FactRow
              key={`${held.connectionId}/${held.record.ref.id}`}
              icon={Handshake}
              label={t('field.deal')}
              end={
                <span className="text-2 text-text-muted tabular-nums">
                  {held.record.amount ? format.money(held.record.amount) : systemOf(around, held.connectionId).mark}
                </span>
              }
              second={
                <>
                  <StageStrip around={around} held={held} />
                  {[
                    stageName(around, held),
                    held.record.closeAt !== undefined && t('deal.closes', { day: format.day(held.record.closeAt, now) }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </>
              }
            >
              <SafeLink href={held.record.url} className="font-medium text-text hover:underline">
                {held.record.name || t('deal.unnamed')}
              </SafeLink>
            </FactRow>
          ))}
        </Group>
      )}
      <Group>
        {last && (
          <FactRow
            icon={MessageCircle}
            label={t('field.last-spoke')}
            second={<span className="line-clamp-3">{last.activity.title ?? last.activity.text}</span>}
          >
            {t('fact.last-spoke', { day: format.day(last.activity.at, now) })}
          </FactRow>
        )}
        {ad && (
          <FactRow
            icon={Megaphone}
            label={t('field.ad-source')}
            second={[ad.from !== '' && ad.campaign, ad.from !== '' && ad.keyword && t('ad.keyword', { words: ad.keyword })]
              .filter(Boolean)
              .join(' · ')}
          >
            {ad.from || t('ad.keyword', { words: ad.keyword ?? '' })}
          </FactRow>
        )}
        {owner && (
          <FieldRow icon={User} label={t('field.owner')} field={owner} around={around} show={text} second={ownerLine(owner)} several />
        )}
      </Group>
      {mappings.some(({ pins }) => pins.length > 0) && (
        <Suspense>
          <Pinned facts={facts} mappings={mappings} around={around} />
        </Suspense>
      )}
      {!isComplete && <SkeletonRows count={2} />}
      {isComplete && !email && !phone && open.length === 0 && !last && (
        <Nothing dossier={dossier} around={around} sentence="overview.empty" />
      )}
    </div>
  );
}

/** Hairlines between questions, inset to the text edge. */
function Group({ children }: { children: ReactNode }) {
  return (
    <ul className="relative py-2 before:absolute before:end-0 before:start-7 before:top-0 before:border-line before:border-t first-of-type:before:hidden empty:hidden">
      {children}
    </ul>
  );
}
