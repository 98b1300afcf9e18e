import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity, SystemRecord } from '../model/records.ts';
import { DEFAULT_LEAD_MODEL, type LeadFacts, leadFacts, scoreLead } from './index.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const full: Required<LeadFacts> = {
  jobTitle: 'Head of Purchasing',
  employees: 200,
  industry: 'COMPUTER_SOFTWARE',
  websiteVisits: 20,
  contentDownloads: 5,
  emailsOpened: 15,
  emailsClicked: 0,
  replies: 5,
  calls: 6,
  meetings: 4,
  revenue: { amountMinor: 2_000_000_000, currency: 'USD' },
  country: 'España',
  technologies: ['SAP', 'Salesforce', 'AWS'],
  asOf: 0,
};
const factor = (facts: Partial<LeadFacts>, id: string) => scoreLead({ asOf: 0, ...facts }).factors.find((each) => each.id === id);

describe('scoreLead', () => {
  it('gives all points when everything is as wished', () => {
    const score = scoreLead(full);
    expect(score.total).toBeCloseTo(100);
    expect(score.knownShare).toBeCloseTo(1);
    expect(score.breakdown.behavioural).toBeCloseTo(100);
  });

  it('is demographic × 0.3 + behavioural × 0.4 + firmographic × 0.3 when all groups are known', () => {
    const { total, breakdown } = scoreLead({ ...full, meetings: 0, employees: 4, country: 'Fiji' });
    const expected = (breakdown.demographic ?? 0) * 0.3 + (breakdown.behavioural ?? 0) * 0.4 + (breakdown.firmographic ?? 0) * 0.3;
    expect(total).toBeCloseTo(expected);
  });

  it('re-normalises over the groups that are known', () => {
    const { total, breakdown } = scoreLead({
      asOf: 0,
      jobTitle: 'CEO',
      employees: 4,
      industry: 'Software',
      country: 'ES',
      technologies: ['x'],
    });
    expect(breakdown.behavioural).toBeUndefined();
    expect(total).toBeCloseTo(((breakdown.demographic ?? 0) * 0.3 + (breakdown.firmographic ?? 0) * 0.3) / 0.6);
  });

  it('has no total when less than 40 % is known, and one when exactly 40 % is', () => {
    expect(scoreLead({ asOf: 0 })).toMatchObject({ breakdown: {}, knownShare: 0 });
    expect('total' in scoreLead({ asOf: 0, jobTitle: 'CEO', employees: 100 })).toBe(false);
    const { websiteVisits, contentDownloads, emailsOpened, calls, meetings, replies } = full;
    const exactly = scoreLead({ asOf: 0, websiteVisits, contentDownloads, emailsOpened, calls, meetings, replies });
    expect(exactly.knownShare).toBeCloseTo(0.4);
    expect(exactly.total).toBeDefined();
  });

  it.each([
    ['CEO', 100],
    ['Генеральный директор', 100],
    ['Directora general', 100],
    ['Head of Purchasing', 100],
    ['Начальник отдела закупок', 100],
    ['Jefe de compras', 100],
    ['Director de Marketing', 85],
    ['Sales Manager', 60],
    ['Coordinador de ventas', 60],
    ['COO', 100],
    ['Бухгалтер', 40],
    ['Assistant to the CEO', 20],
    ['Poet', 35],
  ])('judges the title %s with %i points', (jobTitle, points) => {
    expect(factor({ jobTitle }, 'jobTitle')?.score).toBe(points);
  });

  it('judges revenue by its currency, and not at all when the currency is unknown', () => {
    const yen = factor({ revenue: { amountMinor: 1_500_000_000, currency: 'JPY' } }, 'revenue');
    expect(yen).toMatchObject({ score: 100, evidence: { code: 'revenue.ideal' } });
    expect(factor({ revenue: { amountMinor: 1_500_000_000, currency: 'RUB' } }, 'revenue')?.score).toBeLessThan(100);
    expect(factor({ revenue: { amountMinor: 1, currency: 'nonsense' } }, 'revenue')).not.toHaveProperty('score');
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('takes a count of %d for unknown', (calls) => {
    expect(factor({ calls }, 'calls')).not.toHaveProperty('score');
  });

  const count = fc.option(fc.nat(1000), { nil: undefined });
  const text = fc.option(fc.oneof(fc.string(), fc.constantFrom('CEO', 'Software', 'ES')), { nil: undefined });
  const facts = fc
    .record({
      jobTitle: text,
      employees: fc.option(fc.double(), { nil: undefined }),
      industry: text,
      websiteVisits: count,
      contentDownloads: count,
      emailsOpened: count,
      emailsClicked: count,
      replies: count,
      calls: count,
      meetings: count,
      revenue: fc.option(fc.record({ amountMinor: fc.integer(), currency: fc.oneof(fc.string(), fc.constantFrom('USD', 'JPY')) }), {
        nil: undefined,
      }),
      country: text,
      technologies: fc.option(fc.array(fc.string()), { nil: undefined }),
    })
    .map(
      (all): LeadFacts => Object.assign({ asOf: 0 }, Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))),
    );

  it(`stays within bounds, is deterministic and gives every point a reason (seed ${seed})`, () => {
    fc.assert(
      fc.property(facts, (lead) => {
        const score = scoreLead(lead);
        expect(scoreLead(lead)).toEqual(score);
        for (const number of [score.total, ...Object.values(score.breakdown), ...score.factors.map((each) => each.score)]) {
          if (number !== undefined) expect(number >= 0 && number <= 100).toBe(true);
        }
        for (const each of score.factors) expect(each.evidence === undefined).toBe(each.score === undefined);
        const known = score.factors.filter((each) => each.score !== undefined).reduce((sum, { weight }) => sum + weight, 0);
        expect(score.knownShare).toBeCloseTo(known);
        expect(score.factors.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1);
        expect('total' in score).toBe(score.knownShare >= 0.4 - 1e-9);
      }),
      { seed },
    );
  });

  it(`never falls when a count rises (seed ${seed})`, () => {
    const counts = fc.constantFrom('websiteVisits', 'contentDownloads', 'emailsOpened', 'emailsClicked', 'replies', 'calls', 'meetings');
    fc.assert(
      fc.property(facts, counts, fc.nat(50), fc.nat(50), (lead, id, some, more) => {
        const score = (value: number) => scoreLead({ ...lead, [id]: value }).total ?? 0;
        expect(score(some + more)).toBeGreaterThanOrEqual(score(some) - 1e-9);
      }),
      { seed },
    );
  });

  it(`is the mean of the known alone: an unknown factor never counts as zero (seed ${seed})`, () => {
    fc.assert(
      fc.property(facts, (lead) => {
        const { breakdown, factors } = scoreLead(lead);
        for (const [group, score] of Object.entries(breakdown)) {
          const known = factors.filter((each) => each.group === group).flatMap((each) => (each.score === undefined ? [] : [each.score]));
          expect(score).toBeGreaterThanOrEqual(Math.min(...known) - 1e-9);
          expect(score).toBeLessThanOrEqual(Math.max(...known) + 1e-9);
        }
      }),
      { seed },
    );
  });

  it('follows a model of the rep', () => {
    const model = { ...DEFAULT_LEAD_MODEL, industries: ['poetry'], weights: { ...DEFAULT_LEAD_MODEL.weights, industry: 0 } };
    const score = scoreLead({ ...full, industry: 'Software' }, model);
    expect(score.factors.find(({ id }) => id === 'industry')).toMatchObject({ score: 40, weight: 0 });
  });
});

describe('leadFacts', () => {
  const base = { name: 'x', links: [], emails: [], phones: [] };
  const ref = (id: string, system = 'hubspot') => ({ system, account: 'a', object: 'contact' as const, native: 'x', id });
  const person = (id: string, facts: object = {}): SystemRecord => ({ ...base, custom: {}, kind: 'person', ref: ref(id), ...facts });
  const activity = (id: string, kind: Activity['kind'], at: number, direction?: 'in' | 'out'): Activity => ({
    ref: { ...ref(id), object: 'activity' },
    kind,
    at,
    text: `text ${id}`,
    on: [],
    ...(direction && { direction }),
  });

  it('takes the newest value and the highest count of several records', () => {
    const facts = leadFacts({
      records: [
        person('1', { title: 'Buyer', changedAt: 1, custom: { hs_analytics_num_page_views: '11', hs_email_open: 5 } }),
        person('2', {
          title: 'CEO',
          changedAt: 2,
          country: 'ES',
          custom: { PageViews__c: 4, 'E-mails opened': '7', hs_email_click: 'many' },
        }),
        {
          ...base,
          custom: { web_technologies: 'sap; odoo' },
          kind: 'company',
          ref: ref('3'),
          domains: [],
          employees: 40,
          industry: 'Software',
          country: 'MX',
        },
      ],
      asOf: 9,
    });
    expect(facts).toEqual({
      asOf: 9,
      jobTitle: 'CEO',
      employees: 40,
      industry: 'Software',
      country: 'MX',
      websiteVisits: 11,
      emailsOpened: 7,
      technologies: ['odoo', 'sap'],
    });
  });

  it('counts calls, meetings and answers, and nothing that is still to come', () => {
    const activities = [
      activity('1', 'call', 1),
      activity('2', 'call', 99),
      activity('3', 'meeting', 2),
      activity('4', 'email', 3, 'in'),
      activity('5', 'email', 4, 'out'),
      activity('6', 'email', 5, 'in'),
      activity('7', 'email', 6, 'in'),
    ];
    expect(leadFacts({ records: [], activities, asOf: 10 })).toEqual({ asOf: 10, calls: 1, meetings: 1, replies: 1 });
  });

  it('knows nothing of calls when no timeline was told, and nothing of replies when no mail is logged', () => {
    expect(leadFacts({ records: [], asOf: 1 })).toEqual({ asOf: 1 });
    expect(leadFacts({ records: [], activities: [], asOf: 1 })).toEqual({ asOf: 1, calls: 0, meetings: 0 });
  });
});
