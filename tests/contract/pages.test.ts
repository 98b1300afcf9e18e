import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../lib/systems/contract.ts';
import { classifyPage, detectRecord } from '../../lib/systems/detect.ts';
import { aStand, REGISTERED, type Stand } from './stand.ts';

describe.each(REGISTERED)('$name pages', (system) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await aStand(system);
  });
  afterAll(() => stand.close());

  const visit = async (url: string) => stand.sandbox.fetch(new Request(url, { redirect: 'manual' }));

  it('the sandbox’s pages lead to record pages that detection knows', async () => {
    const queue = (stand.sandbox.hosts[system.id]?.pages ?? []).slice(0, 1).map((host) => `https://${host}/`);
    const seen = new Set<string>();
    const objects = new Set<string>();
    while (queue.length > 0 && seen.size < 60 && objects.size < 3) {
      const url = queue.shift() ?? '';
      if (seen.has(url)) continue;
      seen.add(url);
      const answer = await visit(url);
      const location = answer.headers.get('location');
      if (location) queue.unshift(new URL(location, url).href);
      const record = detectRecord(url);
      if (record && answer.status === 200) objects.add(record.object);
      const links = [...(await answer.text()).matchAll(/href="([^"#]+)"/g)].map(
        ([, href = '']) => new URL(href.replaceAll('&amp;', '&'), url).href,
      );
      // First the kinds of record not seen yet, then lists.
      for (const link of links.filter((each) => each.startsWith('https:'))) {
        const object = detectRecord(link)?.object;
        if (object !== undefined && !objects.has(object)) queue.unshift(link);
        else if (object === undefined) queue.push(link);
      }
    }
    expect([...objects]).toEqual(expect.arrayContaining(['contact', 'company', 'deal']));
  });

  it('a list is a page of the CRM without a record', async () => {
    const [host] = stand.sandbox.hosts[system.id]?.pages ?? [];
    const answer = await visit(`https://${host}/`);
    const list = new URL(answer.headers.get('location') ?? '/', `https://${host}/`).href;
    expect(classifyPage(list)).toMatchObject({ kind: 'crm', system: system.id });
  });

  it('every person has a page that names the person', async () => {
    for (const { key, records } of stand.sandbox.people()) {
      const ref = records[0];
      const url = ref && system.recordUrl(ref, stand.connection);
      const copy = stand.cast.people.find((person) => person.key === key)?.copies.find((each) => each.system === system.id);
      const answer = await visit(url ?? '');
      expect(answer.status, key).toBe(200);
      if (copy?.lastName !== undefined && copy.lastName.length < 100) expect(await answer.text(), key).toContain(escaped(copy.lastName));
    }
  });

  it('a page shows a note right after it was written', async () => {
    const ref = stand.refOf('ana-perez');
    const action: Action = { kind: 'note', text: 'Seen on the page at once', on: [ref], at: stand.now() };
    await system.perform(action, 'k-page', stand.io());
    expect(await (await visit(system.recordUrl(ref, stand.connection) ?? '')).text()).toContain('Seen on the page at once');
  });

  it('a page runs nothing that the text of a record brings along', async () => {
    for (const key of ['zoe-rocket', 'script', 'percent', 'soql'])
      for (const ref of stand.refsOf(key)) {
        const text = await (await visit(system.recordUrl(ref, stand.connection) ?? '')).text();
        expect(text, key).not.toMatch(/<script>window\.__pwned|<img src=x/);
      }
  });
});

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
