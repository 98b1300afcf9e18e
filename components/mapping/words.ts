import { kindOfType, type TypeKind } from '../../lib/mapping/values.ts';
import { NO_CURRENCY } from '../../lib/model/currency.ts';
import type { CanonicalField, MappableObject, ProposalReason, ShownValue } from '../../lib/model/mapping.ts';
import type { Format } from '../words/format.ts';
import type { MessageId, Translate } from '../words/i18n.ts';

/** Fields of ours by name. */
export const CANONICAL_WORDS: Readonly<Record<CanonicalField, MessageId>> = {
  name: 'canonical.name',
  firstName: 'canonical.firstName',
  lastName: 'canonical.lastName',
  emails: 'canonical.emails',
  phones: 'canonical.phones',
  title: 'canonical.title',
  companyName: 'canonical.companyName',
  city: 'canonical.city',
  country: 'canonical.country',
  industry: 'canonical.industry',
  employees: 'canonical.employees',
  revenue: 'canonical.revenue',
  technologies: 'canonical.technologies',
  websiteVisits: 'canonical.websiteVisits',
  contentDownloads: 'canonical.contentDownloads',
  emailsOpened: 'canonical.emailsOpened',
  emailsClicked: 'canonical.emailsClicked',
  replies: 'canonical.replies',
  leadScore: 'canonical.leadScore',
  domains: 'canonical.domains',
  taxId: 'canonical.taxId',
  amount: 'canonical.amount',
  closeAt: 'canonical.closeAt',
  probabilityPct: 'canonical.probabilityPct',
};

export const OBJECT_WORDS: Readonly<Record<MappableObject, MessageId>> = {
  contact: 'object.contact',
  lead: 'object.lead',
  company: 'object.company',
  deal: 'object.deal',
};

export const WHY_WORDS: Readonly<Record<ProposalReason, MessageId>> = {
  label: 'fields.why.label',
  key: 'fields.why.key',
  similar: 'fields.why.similar',
  type: 'fields.why.type',
  values: 'fields.why.values',
};

const TYPE_WORDS: Readonly<Record<Exclude<TypeKind, 'code'>, MessageId>> = {
  text: 'fields.type.text',
  email: 'fields.type.email',
  phone: 'fields.type.phone',
  domain: 'fields.type.domain',
  number: 'fields.type.number',
  money: 'fields.type.money',
  day: 'fields.type.day',
  list: 'fields.type.list',
  choice: 'fields.type.choice',
  flag: 'fields.type.flag',
  reference: 'fields.type.reference',
  place: 'fields.type.place',
  other: 'fields.type.other',
  unknown: 'fields.type.other',
};

/** What a field holds, in a rep's word instead of the vendor's. */
export function typeWord(type: string): MessageId {
  const kind = kindOfType(type);
  return TYPE_WORDS[kind === 'code' ? 'text' : kind];
}

/** A value in the reader's own way of writing. `now`: epoch ms, for leaving out this year. */
export function shownWords(t: Translate, format: Format, value: ShownValue, now: number): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return format.number(value.number, 2);
    case 'money':
      return `${format.number(value.amount, 2)} ${value.currency === NO_CURRENCY ? '' : value.currency}`.trim();
    case 'day':
      return format.day(value.at, now);
    default:
      return t(value.kind === 'yes' ? 'fields.value.yes' : 'fields.value.no');
  }
}
