import { countryCode } from '../identity/country.ts';
import { foldText } from '../identity/fold.ts';
import { minorDigits } from '../model/currency.ts';
import type { Money } from '../model/records.ts';
import type { CountId, FactorId, LeadModel } from './model.ts';

/** What is known of a lead; what is absent is unknown, never zero. Counts are whole numbers, `asOf` is epoch ms. */
export interface LeadFacts {
  jobTitle?: string;
  employees?: number;
  industry?: string;
  websiteVisits?: number;
  contentDownloads?: number;
  emailsOpened?: number;
  emailsClicked?: number;
  replies?: number;
  calls?: number;
  meetings?: number;
  revenue?: Money;
  country?: string;
  technologies?: string[];
  asOf: number;
}

/** Why a factor has its points: a code the panel puts into words, with the values for the sentence. */
export interface Evidence {
  code: string;
  values?: Record<string, string | number>;
}

/** Points from 0 to 100 with their reason. */
export interface Judged {
  score: number;
  evidence: Evidence;
}

/** How each factor is judged; `undefined` = not known. */
export const JUDGES: Readonly<Record<FactorId, (facts: LeadFacts, model: LeadModel) => Judged | undefined>> = {
  companySize: ({ employees }, model) => {
    const size = positive(employees);
    return size === undefined ? undefined : inRange('companySize', size, model.employees, model.perDoubling, { employees: size });
  },
  industry: ({ industry }, model) => {
    const known = text(industry);
    if (known === undefined) return undefined;
    return startsAny(known, model.industries)
      ? { score: 100, evidence: { code: 'industry.wanted', values: { industry: known } } }
      : { score: model.otherMatch, evidence: { code: 'industry.other', values: { industry: known } } };
  },
  jobTitle: judgeTitle,
  visits: (facts, model) => counted('visits', facts.websiteVisits, model),
  content: (facts, model) => counted('content', facts.contentDownloads, model),
  emailEngagement: judgeEmails,
  calls: (facts, model) => counted('calls', facts.calls, model),
  meetings: (facts, model) => counted('meetings', facts.meetings, model),
  replies: (facts, model) => counted('replies', facts.replies, model),
  revenue: judgeRevenue,
  location: ({ country }, model) => {
    const code = country === undefined ? undefined : countryCode(country);
    if (code === undefined) return undefined;
    return model.countries.includes(code)
      ? { score: 100, evidence: { code: 'location.wanted', values: { country: code } } }
      : { score: model.otherMatch, evidence: { code: 'location.other', values: { country: code } } };
  },
  technologies: judgeTechnologies,
};

function judgeTitle({ jobTitle }: LeadFacts, model: LeadModel): Judged | undefined {
  const title = text(jobTitle);
  if (title === undefined) return undefined;
  const level = model.seniority.find(({ stems }) => startsAny(title, stems));
  const buys = startsAny(title, model.buyers.stems);
  const score = (level?.score ?? model.otherTitle) + (buys ? model.buyers.bonus : 0);
  return { score: bounded(score), evidence: { code: `jobTitle.${level?.id ?? 'other'}${buys ? '.buyer' : ''}`, values: { title } } };
}

function judgeEmails({ emailsOpened, emailsClicked }: LeadFacts, model: LeadModel): Judged | undefined {
  const opened = count(emailsOpened);
  const clicked = count(emailsClicked);
  if (opened === undefined && clicked === undefined) return undefined;
  const worth = (opened ?? 0) + model.opensPerClick * (clicked ?? 0);
  const values = { ...(opened !== undefined && { opened }), ...(clicked !== undefined && { clicked }) };
  return { score: saturating(worth, model.saturation.emailEngagement), evidence: { code: 'emailEngagement', values } };
}

function judgeRevenue({ revenue }: LeadFacts, model: LeadModel): Judged | undefined {
  const amountMinor = positive(revenue?.amountMinor);
  const rate = revenue && Object.hasOwn(model.unitsPerUsd, revenue.currency) ? model.unitsPerUsd[revenue.currency] : undefined;
  if (!revenue || amountMinor === undefined || !rate) return undefined;
  const usd = amountMinor / 10 ** minorDigits(revenue.currency) / rate;
  return inRange('revenue', usd, model.revenue, model.perDoubling, { amountMinor, currency: revenue.currency });
}

function judgeTechnologies({ technologies }: LeadFacts, model: LeadModel): Judged | undefined {
  const known = [...new Set((technologies ?? []).map((each) => text(each)).filter((each) => each !== undefined))];
  if (known.length === 0) return undefined;
  const wanted = known.filter((each) => startsAny(each, model.technologies));
  const share = Math.min(1, wanted.length / model.technologiesForFull);
  return wanted.length === 0
    ? { score: bounded(model.otherMatch / 2), evidence: { code: 'technologies.other', values: { count: known.length } } }
    : {
        score: bounded(model.otherMatch + (100 - model.otherMatch) * share),
        evidence: { code: 'technologies.wanted', values: { count: wanted.length, technologies: wanted.slice(0, 5).join(', ') } },
      };
}

function counted(id: CountId, value: number | undefined, model: LeadModel): Judged | undefined {
  const known = count(value);
  return known === undefined
    ? undefined
    : { score: saturating(known, model.saturation[id]), evidence: { code: id, values: { count: known } } };
}

/** The first ones say most: logarithmic up to `full`, 100 from there. */
function saturating(value: number, full: number): number {
  return bounded((100 * Math.log1p(value)) / Math.log1p(full));
}

function inRange(
  id: string,
  value: number,
  range: { min: number; max: number },
  perDoubling: number,
  values: Record<string, string | number>,
): Judged {
  const below = Math.log2(range.min / value);
  const above = Math.log2(value / range.max);
  const code = below > 0 ? `${id}.small` : above > 0 ? `${id}.large` : `${id}.ideal`;
  return { score: bounded(100 - perDoubling * Math.max(0, below, above)), evidence: { code, values } };
}

/** Does a word of the text start with one of the stems (of several words too)? A short stem must be the whole word. */
function startsAny(value: string, stems: readonly string[]): boolean {
  const folded = ` ${foldText(value)} `;
  return stems.some((each) => {
    const stem = foldText(each);
    return stem !== '' && folded.includes(stem.length > 3 ? ` ${stem}` : ` ${stem} `);
  });
}

function bounded(score: number): number {
  return Number.isNaN(score) ? 0 : Math.min(100, Math.max(0, score));
}

/** Vendors send odd numbers; what cannot be a count is not known. */
function count(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function positive(value: number | undefined): number | undefined {
  return count(value) || undefined;
}

function text(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}
