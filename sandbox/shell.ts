import { html, type Markup, raw } from './markup.ts';
import { SHELL_CSS, SHELL_SCRIPT } from './shell-assets.ts';

export { html, Markup } from './markup.ts';
export { boardView, listView, type RecordSection, recordView } from './shell-views.ts';

export interface ShellPage {
  /** Title of the document; HTML is escaped. */
  title: string;
  /** The vendor's plain name; the shell adds "sandbox". */
  vendor: string;
  nav: readonly { label: string; href: string; current?: boolean }[];
  /** What stands in `<main>`: made with `html` or one of the views, never from plain strings. */
  body: Markup;
  /**
   * `push`: clicks on links of the same host change the URL with history.pushState first and fill `<main>` when the answer
   * is there, as single-page CRMs do. `full`: every click loads a page. A link with `data-full` always loads a page.
   */
  navigation: 'push' | 'full';
  /**
   * How this vendor marks its preview drawer, for elements with `data-preview="<record URL>"`: attributes of the container
   * (a new child of `<body>`) and of its header, which holds the link to the record. Without it such elements open nothing.
   */
  preview?: { container: Readonly<Record<string, string>>; header: Readonly<Record<string, string>> };
  /** Script text of the vendor's own, run once per document. */
  script?: string;
}

/**
 * A whole record page of a sandbox CRM: neutral look, light and dark, usable from 900 px. On in-page navigation the client
 * fetches the same URL with header `x-partial: 1` and takes title and `<main>` out of the answer, so a page may
 * simply answer the same document twice.
 */
export function pageShell(page: ShellPage): string {
  const config = { navigation: page.navigation, preview: page.preview ?? null };
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${page.title}</title>
<link rel="icon" href="data:,"><style>${raw(SHELL_CSS)}</style></head>
<body data-shell="${JSON.stringify(config)}">
<header class="bar"><strong>${page.vendor}</strong><span class="badge">Sandbox</span></header>
<nav class="side" aria-label="${page.vendor}">${page.nav.map((item) => html`<a href="${item.href}" ${item.current ? raw('aria-current="page"') : ''}>${item.label}</a>`)}</nav>
<main>${page.body}</main>
<script>${raw(SHELL_SCRIPT)}</script>${page.script ? html`<script>${raw(page.script)}</script>` : ''}
</body></html>`.text;
}

/** The shell as an answer. No CORS headers, never cached. */
export function pageResponse(page: ShellPage, status = 200): Response {
  return new Response(pageShell(page), { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
}
