import { expect, it } from 'vitest';
import { boardView, html, listView, pageResponse, pageShell, recordView } from './shell.ts';

const HOSTILE = '"><script>alert(1)</script>\'';

it('html escapes every value when it is not markup itself', () => {
  expect(html`<p title="${HOSTILE}">${[html`<b>${'&'}</b>`, '<i>']}${false}${undefined}${0}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;"><b>&amp;</b>&lt;i&gt;0</p>',
  );
});

it('pageShell keeps hostile text out of the markup when every view shows it', () => {
  const views = [
    listView({ heading: HOSTILE, columns: [HOSTILE], rows: [{ href: HOSTILE, cells: [HOSTILE, HOSTILE], preview: HOSTILE }] }),
    boardView({
      heading: HOSTILE,
      columns: [{ label: HOSTILE, cards: [{ href: HOSTILE, title: HOSTILE, detail: HOSTILE, preview: HOSTILE }] }],
    }),
    recordView({
      title: HOSTILE,
      kind: HOSTILE,
      fields: [{ label: HOSTILE, value: HOSTILE }],
      links: [{ heading: HOSTILE, rows: [{ href: HOSTILE, label: HOSTILE, detail: HOSTILE, preview: HOSTILE }] }],
      activities: [{ kind: HOSTILE, at: 0, title: HOSTILE, text: HOSTILE }],
      headingAttributes: { 'data-x': HOSTILE },
    }),
  ];
  for (const body of views) {
    const page = pageShell({
      title: HOSTILE,
      vendor: HOSTILE,
      nav: [{ label: HOSTILE, href: HOSTILE }],
      body,
      navigation: 'push',
      preview: { container: { id: HOSTILE }, header: {} },
    });
    expect(page).not.toContain('<script>alert');
  }
});

it('pageResponse sends no CORS headers', () => {
  const names = [...pageResponse({ title: 'a', vendor: 'b', nav: [], body: html`c`, navigation: 'full' }).headers.keys()];
  expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
});
