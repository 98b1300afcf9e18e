import type { Evidence, FactorId } from '../../lib/scoring/index.ts';
import type { Format } from '../words/format.ts';
import type { MessageId, Translate } from '../words/i18n.ts';

/** The factors by name. */
export const FACTOR_WORDS: Readonly<Record<FactorId, MessageId>> = {
  companySize: 'factor.company-size',
  industry: 'factor.industry',
  jobTitle: 'factor.job-title',
  visits: 'factor.visits',
  content: 'factor.content',
  emailEngagement: 'factor.email',
  calls: 'factor.calls',
  meetings: 'factor.meetings',
  replies: 'factor.replies',
  revenue: 'factor.revenue',
  location: 'factor.location',
  technologies: 'factor.technologies',
};

/** Why a factor has its points, as a sentence. */
export function evidenceWords(t: Translate, format: Format, evidence: Evidence | undefined): string {
  if (!evidence) return '';
  const { code, values = {} } = evidence;
  const [factor, verdict] = code.split('.');
  const n = Number(values.count ?? 0);
  switch (factor) {
    case 'companySize':
      return [t('evidence.employees', { n: Number(values.employees) }), rangeWords(t, verdict)].join(' · ');
    case 'industry':
      return [String(values.industry), fitWords(t, verdict)].join(' · ');
    case 'jobTitle':
      return [String(values.title), code.endsWith('.buyer') ? t('evidence.buyer') : undefined].filter(Boolean).join(' · ');
    case 'visits':
      return t('evidence.visits', { n });
    case 'content':
      return t('evidence.content', { n });
    case 'emailEngagement':
      return t('evidence.emails', { opened: Number(values.opened ?? 0), clicked: Number(values.clicked ?? 0) });
    case 'calls':
      return t('evidence.calls', { n });
    case 'meetings':
      return t('evidence.meetings', { n });
    case 'replies':
      return t('evidence.replies', { n });
    case 'revenue':
      return [format.money({ amountMinor: Number(values.amountMinor), currency: String(values.currency) }), rangeWords(t, verdict)].join(
        ' · ',
      );
    case 'location':
      return [format.country(String(values.country)), fitWords(t, verdict)].join(' · ');
    case 'technologies':
      return verdict === 'wanted' ? String(values.technologies) : t('evidence.technologies', { n });
    default:
      return '';
  }
}

function rangeWords(t: Translate, verdict: string | undefined): string {
  if (verdict === 'ideal') return t('evidence.ideal');
  return verdict === 'small' ? t('evidence.small') : t('evidence.large');
}

function fitWords(t: Translate, verdict: string | undefined): string {
  return verdict === 'wanted' ? t('evidence.wanted') : t('evidence.other');
}
