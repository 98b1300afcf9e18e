import { describe, expect, it } from 'vitest';
import type { SystemRecord } from '../../lib/model/records.ts';
import { adSource } from './ad-source.ts';

const deal = (createdAt: number, custom: Record<string, unknown>): SystemRecord => ({
  kind: 'deal',
  ref: { system: 'amocrm', account: 'acme', object: 'deal', native: 'leads', id: String(createdAt) },
  name: 'Deal',
  status: 'open',
  links: [],
  createdAt,
  custom,
});

describe('adSource', () => {
  it('tells source, campaign and keyword of the newest record that has them', () => {
    const ad = { UTM_SOURCE: 'yandex', UTM_MEDIUM: 'cpc', UTM_CAMPAIGN: 'poisk', UTM_TERM: 'купить станок' };
    expect(adSource([deal(1, { UTM_SOURCE: 'old' }), deal(3, { tags: ['x'] }), deal(2, ad)])).toEqual({
      from: 'yandex / cpc',
      campaign: 'poisk',
      keyword: 'купить станок',
    });
  });

  it.each([
    [{ new_utm_source: 'google' }, { from: 'google' }],
    [{ utm_term__c: ' tyres ' }, { from: '', keyword: 'tyres' }],
    [{ UTM_CAMPAIGN: 'spring' }, undefined],
    [{ UTM_SOURCE: '', UTM_TERM: {} }, undefined],
    [{}, undefined],
  ])('of %j is %j', (custom, source) => {
    expect(adSource([deal(1, custom)])).toEqual(source);
  });
});
