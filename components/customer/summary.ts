import type { Format } from '../words/format.ts';
import type { Translate } from '../words/i18n.ts';
import { type Around, systemOf } from './context.ts';
import { type CustomerFacts, lastSpoken } from './facts.ts';
import { stageName } from './stage-strip.tsx';

/** The customer in a few plain lines, for pasting into a chat or an e-mail. `now`: epoch ms. */
export function summaryOf(facts: CustomerFacts, around: Around, t: Translate, format: Format, now: number): string {
  const { title, companyName, email, phone } = facts.profile.fields;
  const first = (field: typeof email) => field?.values[0]?.value;
  const deals = facts.deals
    .filter(({ record }) => record.status === 'open')
    .map((held) =>
      [
        held.record.name,
        held.record.amount && format.money(held.record.amount),
        stageName(around, held),
        systemOf(around, held.connectionId).name,
      ]
        .filter(Boolean)
        .join(' · '),
    );
  const last = lastSpoken(facts, now);
  return [
    facts.name,
    [first(title), first(companyName)].filter(Boolean).join(' · '),
    [first(email), first(phone)].filter(Boolean).join(' · '),
    ...deals,
    last && t('fact.last-spoke', { day: format.day(last.at, now) }),
  ]
    .filter(Boolean)
    .join('\n');
}
