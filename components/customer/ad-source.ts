import type { SystemRecord } from '../../lib/model/records.ts';

/** Where a customer came from, as the advertisement's address said it. */
export interface AdSource {
  /** Source and medium: `yandex / cpc`. */
  from: string;
  campaign?: string;
  /** The words that were searched for. */
  keyword?: string;
}

const PARTS = { source: 'utm_source', medium: 'utm_medium', campaign: 'utm_campaign', keyword: 'utm_term' } as const;

/**
 * The advertising source on the newest record that has one. Vendors and accounts spell these fields in any case, with a prefix or a
 * suffix of their own (`UTM_SOURCE`, `new_utm_source`, `utm_source__c`).
 */
export function adSource(records: readonly SystemRecord[]): AdSource | undefined {
  const newest = [...records].sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  for (const { custom } of newest) {
    const fields = Object.entries(custom);
    const told = (part: keyof typeof PARTS) => textOf(fields.find(([key]) => key.toLowerCase().includes(PARTS[part]))?.[1]);
    const from = [told('source'), told('medium')].filter((each) => each !== undefined).join(' / ');
    const [campaign, keyword] = [told('campaign'), told('keyword')];
    if (from !== '' || keyword !== undefined)
      return { from, ...(campaign !== undefined && { campaign }), ...(keyword !== undefined && { keyword }) };
  }
  return undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() || undefined : typeof value === 'number' ? String(value) : undefined;
}
