import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageRecord, PageState } from '../model/page.ts';
import { amocrmExamples } from './amocrm/pages.examples.ts';
import { amocrmPages } from './amocrm/pages.ts';
import { classifyPage, detectRecord, sameRecord } from './detect.ts';
import { dynamicsExamples } from './dynamics/pages.examples.ts';
import { dynamicsPages } from './dynamics/pages.ts';
import { hubspotExamples } from './hubspot/pages.examples.ts';
import { hubspotPages } from './hubspot/pages.ts';
import { type PageExample, parsePageUrl } from './page-rules.ts';
import { pipedriveExamples } from './pipedrive/pages.examples.ts';
import { pipedrivePages } from './pipedrive/pages.ts';
import { salesforceExamples } from './salesforce/pages.examples.ts';
import { salesforcePages } from './salesforce/pages.ts';
import { zohoExamples } from './zoho/pages.examples.ts';
import { zohoPages } from './zoho/pages.ts';

const rules = {
  hubspot: hubspotPages,
  salesforce: salesforcePages,
  pipedrive: pipedrivePages,
  amocrm: amocrmPages,
  zoho: zohoPages,
  dynamics: dynamicsPages,
};
const examples: Record<keyof typeof rules, readonly PageExample[]> = {
  hubspot: hubspotExamples,
  salesforce: salesforceExamples,
  pipedrive: pipedriveExamples,
  amocrm: amocrmExamples,
  zoho: zohoExamples,
  dynamics: dynamicsExamples,
};
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

function check(state: PageState | undefined, example: PageExample): void {
  if (typeof example.is === 'object') {
    expect(state).toMatchObject({ kind: 'record', record: example.is });
    if ('system' in example.is) expect(state).toEqual({ kind: 'record', record: example.is });
    if (example.account && state?.kind === 'record') expect(state.record.account).toBe(example.account);
    return;
  }
  expect(state?.kind).toBe(example.is);
  if (example.is === 'crm' && state?.kind === 'crm') expect(state.account).toBe(example.account);
}

describe.each(Object.entries(examples))('%s pages', (system, rows) => {
  it.each(rows)('classifyPage answers as the example says when the page is $url', (example) => {
    check(classifyPage(example.url), example);
  });

  it.each(rows)('no other system claims $url', ({ url }) => {
    const page = parsePageUrl(url);
    for (const [other, read] of Object.entries(rules)) {
      if (page && other !== system) expect(read(page)).toBeUndefined();
    }
  });
});

describe('classifyPage', () => {
  it('ignores without throwing when handed what is no URL', () => {
    const odd: unknown[] = [
      '',
      ' ',
      'x',
      'https://',
      'about:blank',
      'data:text/html,x',
      'chrome://newtab',
      0,
      null,
      undefined,
      {},
      [],
      Symbol('x'),
    ];
    for (const value of odd) expect(classifyPage(value as string)).toEqual({ kind: 'ignore' });
  });

  it('answers when the string has a million characters', () => {
    const long = 'a'.repeat(1_000_000);
    expect(classifyPage(long).kind).toBe('ignore');
    expect(classifyPage(`https://app.hubspot.com/help-desk/1/${'a/'.repeat(500_000)}`).kind).toBe('crm');
    expect(classifyPage(`https://acme.my.salesforce.com/console#${'%2F'.repeat(300_000)}`).kind).toBe('crm');
    expect(classifyPage(`https://${long}.pipedrive.com/deal/1`).kind).toBe('ignore');
    expect(detectRecord(`https://acme.pipedrive.com/deal/1?q=${long}`)?.id).toBe('1');
  });

  it(`never throws when handed anything (seed ${seed})`, () => {
    const host = fc.constantFrom(
      'app.hubspot.com',
      'acme.lightning.force.com',
      'acme.my.salesforce.com',
      'acme.pipedrive.com',
      'acme.kommo.com',
      'crm.zoho.eu',
    );
    const near = fc.tuple(host, fc.webPath(), fc.string()).map(([name, path, rest]) => `https://${name}${path}?${rest}#${rest}`);
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), near), (value) =>
        ['record', 'crm', 'ignore'].includes(classifyPage(value as string).kind),
      ),
      { seed },
    );
  });

  it(`finds the same record when query, hash and slash differ (seed ${seed})`, () => {
    const urls = Object.values(examples)
      .flat()
      .filter(({ is, url }) => typeof is === 'object' && !/[?#]/.test(url))
      .map(({ url }) => url);
    fc.assert(
      fc.property(fc.constantFrom(...urls), fc.webQueryParameters(), fc.webFragments(), fc.boolean(), (url, query, hash, slash) => {
        const a = detectRecord(url);
        const b = detectRecord(`${url.replace(/\/$/, '')}${slash ? '/' : ''}?${query}#${hash}`);
        return a !== null && b !== null && sameRecord(a, b);
      }),
      { seed },
    );
  });
});

describe('sameRecord', () => {
  const record = (url: string): PageRecord => {
    const found = detectRecord(url);
    if (!found) throw new Error(url);
    return found;
  };
  it.each([
    [
      'https://acme.lightning.force.com/lightning/r/Account/0015i00000lhLC3AAM/view',
      'https://acme.my.salesforce.com/0015i00000lhLC3',
      true,
    ],
    [
      'https://acme.lightning.force.com/lightning/r/X__c/a0f1a000003yDoIAAU/view',
      'https://acme.lightning.force.com/lightning/r/a0f1a000003yDoI/view',
      true,
    ],
    ['https://app.hubspot.com/contacts/4/contact/7', 'https://app.hubspot.com/contacts/4/record/0-1/7/view/2', true],
    ['https://app.hubspot.com/contacts/4/record/2-1/7', 'https://app.hubspot.com/contacts/4/record/2-2/7', false],
    ['https://app.hubspot.com/contacts/4/record/0-1/7', 'https://app.hubspot.com/contacts/5/record/0-1/7', false],
    ['https://acme.amocrm.ru/leads/detail/5', 'https://acme.kommo.com/leads/detail/5', false],
    ['https://acme.amocrm.ru/leads/detail/5', 'https://acme.amocrm.ru/contacts/detail/5', false],
    ['https://acme.pipedrive.com/deal/5', 'https://app.pipedrive.com/deal/5', false],
  ])('compares %s with %s', (a, b, same) => {
    expect(sameRecord(record(a), record(b))).toBe(same);
  });
});

interface Row {
  url: string;
  system: string | null;
  object: string | null;
  native: string | null;
  id: string | null;
  id18?: string;
  accept_null?: boolean;
  accept_record?: boolean;
}
const collected = '../shared/data/pages/urls.jsonl';

describe.skipIf(!existsSync(collected))('detectRecord over the collected URLs (skipped where ../shared is absent)', () => {
  it('is right for at least 99 % of the rows', () => {
    const rows = readFileSync(collected, 'utf8')
      .trim()
      .split('\n')
      .map((line): Row => JSON.parse(line));
    const counted = rows.filter(({ system }) => system === null || system in rules);
    const wrong = counted.filter((row) => !isRight(row));
    // biome-ignore lint/suspicious/noConsole: the measured figure is the result
    console.info(`${counted.length - wrong.length} of ${counted.length} URLs right`);
    expect(wrong.map(({ url }) => url).slice(0, 5)).toEqual([]);
    expect(1 - wrong.length / counted.length).toBeGreaterThanOrEqual(0.99);
  });

  function isRight(row: Row): boolean {
    const found = detectRecord(row.url);
    if (found === null) return row.id === null || row.accept_null === true;
    if (row.id === null) return row.accept_record === true;
    const object = row.object === 'other' ? 'custom' : row.object;
    return (
      found.system === row.system &&
      found.object === object &&
      found.id === (row.id18 ?? (row.system === 'dynamics' ? row.id.toLowerCase() : row.id)) &&
      (found.native ?? null) === row.native
    );
  }
});
