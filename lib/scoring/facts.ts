import { mergeTimeline } from '../identity/merge-timeline.ts';
import type { Activity, CompanyRecord, PersonRecord, RecordBase, SystemRecord } from '../model/records.ts';
import type { LeadFacts } from './factors.ts';

/** What the score is made from: the records linked as this person, her company's, and the activities of both. */
export interface LeadSource {
  records: readonly SystemRecord[];
  /** Absent = no system has told its timeline yet: calls, meetings and replies are then unknown, not zero. */
  activities?: readonly Activity[];
  /** Epoch ms; later activities (planned ones) do not count. */
  asOf: number;
}

type CountFact = 'websiteVisits' | 'contentDownloads' | 'emailsOpened' | 'emailsClicked' | 'replies';

/**
 * Under which names vendors keep behaviour among their custom fields: HubSpot's own properties, and what people call such
 * fields elsewhere (Salesforce adds `__c`). Compared without case, blanks and punctuation. First name found counts.
 */
const COUNT_FIELDS: Readonly<Record<CountFact, readonly string[]>> = {
  websiteVisits: [
    'hsanalyticsnumvisits',
    'visits',
    'websitevisits',
    'hsanalyticsnumpageviews',
    'pageviews',
    'visitasweb',
    'посещениясайта',
  ],
  contentDownloads: ['contentdownloads', 'downloads', 'numconversionevents', 'descargas', 'загрузки'],
  emailsOpened: ['hsemailopen', 'emailopens', 'emailsopened', 'correosabiertos', 'открытыеписьма'],
  emailsClicked: ['hsemailclick', 'emailclicks', 'emailsclicked'],
  replies: ['hsemailreplied', 'emailreplies'],
};
const TECHNOLOGY_FIELDS = ['webtechnologies', 'technologies', 'techstack', 'tecnologias', 'технологии'];

/** Gathers the facts of one lead. Of a value several records have, the newest counts; of a count, the highest. */
export function leadFacts({ records, activities, asOf }: LeadSource): LeadFacts {
  const people = newestFirst(records.filter((record): record is SystemRecord & PersonRecord => record.kind === 'person'));
  const companies = newestFirst(records.filter((record): record is SystemRecord & CompanyRecord => record.kind === 'company'));
  const both = [...people, ...companies];
  const technologies = [...new Set(both.flatMap(technologiesOf))].sort();
  const facts: { [K in keyof LeadFacts]: LeadFacts[K] | undefined } = {
    asOf,
    jobTitle: first(people, ({ title }) => title),
    employees: first(companies, ({ employees }) => employees) ?? first(people, ({ facts }) => facts?.employees),
    industry: first(companies, ({ industry }) => industry) ?? first(people, ({ facts }) => facts?.industry),
    revenue: first(companies, ({ revenue }) => revenue) ?? first(people, ({ facts }) => facts?.revenue),
    country: first(companies, ({ country }) => country) ?? first(people, ({ country }) => country),
    technologies: technologies.length > 0 ? technologies : undefined,
    ...Object.fromEntries((Object.keys(COUNT_FIELDS) as CountFact[]).map((fact) => [fact, highest(both, fact)])),
    ...(activities && countedActivities(activities, asOf)),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as unknown as LeadFacts;
}

function countedActivities(activities: readonly Activity[], asOf: number): Partial<LeadFacts> {
  const past = mergeTimeline(activities.filter(({ at }) => at <= asOf)).map(({ activity }) => activity);
  const mails = past.filter(({ kind }) => kind === 'email' || kind === 'message');
  return {
    calls: past.filter(({ kind }) => kind === 'call').length,
    meetings: past.filter(({ kind }) => kind === 'meeting').length,
    // Without any mail in the log nobody knows whether she answers.
    ...(mails.length > 0 && { replies: repliesAmong(mails) }),
  };
}

/** Incoming mails that have an outgoing one before them since the last incoming. */
function repliesAmong(mails: readonly Activity[]): number {
  let asked = false;
  let replies = 0;
  for (const { direction } of mails.toSorted((a, b) => a.at - b.at)) {
    if (direction === 'in' && asked) replies++;
    if (direction !== undefined) asked = direction === 'out';
  }
  return replies;
}

function newestFirst<R extends RecordBase>(records: readonly R[]): R[] {
  return records.toSorted((a, b) => (b.changedAt ?? 0) - (a.changedAt ?? 0));
}

function first<R, T>(records: readonly R[], read: (record: R) => T | undefined): T | undefined {
  for (const record of records) {
    const value = read(record);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** The same behaviour is counted by several systems, so counts are not added up. */
function highest(records: readonly RecordBase[], fact: CountFact): number | undefined {
  const counts = records.flatMap((record) => {
    // What the rep has mapped is not guessed at.
    const mapped = record.facts?.[fact];
    if (mapped !== undefined) return [mapped];
    const fields = fieldsOf(record);
    const name = COUNT_FIELDS[fact].find((each) => Number.isFinite(toNumber(fields.get(each))));
    return name === undefined ? [] : [toNumber(fields.get(name))];
  });
  return counts.length > 0 ? Math.max(...counts) : undefined;
}

function technologiesOf(record: RecordBase): string[] {
  if (record.facts?.technologies) return record.facts.technologies;
  const fields = fieldsOf(record);
  const found = TECHNOLOGY_FIELDS.map((name) => fields.get(name)).find((value) => value !== undefined);
  const all = Array.isArray(found) ? found : typeof found === 'string' ? found.split(/[;,]/) : [];
  return all.map((each) => String(each).trim()).filter((each) => each !== '');
}

function fieldsOf({ custom }: RecordBase): Map<string, unknown> {
  return new Map(
    Object.entries(custom).map(([key, value]) => [
      key
        .replace(/__c$/, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, ''),
      value,
    ]),
  );
}

/** NaN for what is no count. */
function toNumber(value: unknown): number {
  if (typeof value === 'number') return value >= 0 ? value : Number.NaN;
  return typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
}
