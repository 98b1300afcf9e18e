import { html, type Markup } from './markup.ts';

/** One row of a list. `preview`: the record's URL, adds a button that opens the vendor's preview drawer. */
export interface ListRow {
  href: string;
  /** The first cell becomes the link. */
  cells: readonly string[];
  preview?: string;
  /** A click loads a page instead of navigating inside it. */
  full?: boolean;
}

/** A table of records. `more`: the address of the next page. */
export function listView(list: { heading: string; columns: readonly string[]; rows: readonly ListRow[]; more?: string }): Markup {
  return html`<h1>${list.heading}</h1><table><thead><tr>${list.columns.map((column) => html`<th>${column}</th>`)}<th></th></tr></thead>
<tbody>${list.rows.map(
    (row) =>
      html`<tr>${row.cells.map((cell, index) =>
        index === 0 ? html`<td>${link(row.href, cell, row.full)}</td>` : html`<td dir="auto">${clip(cell)}</td>`,
      )}<td class="end">${row.preview !== undefined && html`<button type="button" data-preview="${row.preview}">Preview</button>`}</td></tr>`,
  )}</tbody></table>${list.more !== undefined && html`<p>${link(list.more, 'More')}</p>`}`;
}

/** One column of a board: a stage with its deals. */
export interface CardColumn {
  label: string;
  cards: readonly { href: string; title: string; detail?: string; preview?: string; full?: boolean }[];
}

export function boardView(board: { heading: string; columns: readonly CardColumn[] }): Markup {
  return html`<h1>${board.heading}</h1><div class="board">${board.columns.map(
    (column) =>
      html`<section><h2>${column.label} <small>${column.cards.length}</small></h2>${column.cards.map(
        (card) =>
          html`<article>${link(card.href, card.title, card.full)}${card.detail !== undefined && html`<p>${card.detail}</p>`}${
            card.preview !== undefined && html`<button type="button" data-preview="${card.preview}">Preview</button>`
          }</article>`,
      )}</section>`,
  )}</div>`;
}

/** Linked records under one heading: company, contacts, deals. */
export interface RecordSection {
  heading: string;
  rows: readonly { href: string; label: string; detail?: string; preview?: string; full?: boolean }[];
}

/** A record: its fields, what it is linked with, and its activities, newest first, straight from the vendor's state. */
export function recordView(record: {
  title: string;
  kind: string;
  fields: readonly { label: string; value: string | number | null | undefined }[];
  links: readonly RecordSection[];
  activities: readonly { kind: string; at: number; title?: string | undefined; text?: string | undefined; done?: boolean | undefined }[];
  /** Attributes for the heading, where the vendor marks it. */
  headingAttributes?: Readonly<Record<string, string>>;
}): Markup {
  const marks = Object.entries(record.headingAttributes ?? {}).map(([name, value]) => html` ${name}="${value}"`);
  const fields = record.fields.filter((field) => field.value !== undefined && field.value !== null && field.value !== '');
  return html`<p class="kind">${record.kind}</p><h1 dir="auto"${marks}>${record.title}</h1><div class="record">
<section><h2>About</h2><dl>${fields.map((field) => html`<dt>${field.label}</dt><dd dir="auto">${field.value ?? ''}</dd>`)}</dl></section>
<section><h2>Activity <small>${record.activities.length}</small></h2>${record.activities.length === 0 && html`<p class="quiet">Nothing yet.</p>`}<ol class="activities">${record.activities.map(
    (each) =>
      html`<li data-activity="${each.kind}"><p class="quiet">${each.kind}${each.done === true && ' · done'} · <time>${new Date(each.at).toISOString().slice(0, 16).replace('T', ' ')}</time></p>${
        each.title !== undefined && html`<p dir="auto"><strong>${each.title}</strong></p>`
      }${each.text !== undefined && html`<p dir="auto" class="text">${each.text}</p>`}</li>`,
  )}</ol></section>
<aside>${record.links.map(
    (section) =>
      html`<h2>${section.heading} <small>${section.rows.length}</small></h2><ul>${section.rows.map(
        (row) =>
          html`<li>${link(row.href, row.label, row.full)}${row.detail !== undefined && html`<p class="quiet">${row.detail}</p>`}${
            row.preview !== undefined && html`<button type="button" data-preview="${row.preview}">Preview</button>`
          }</li>`,
      )}</ul>`,
  )}</aside></div>`;
}

function link(href: string, label: string, full?: boolean): Markup {
  const shown = label.trim() === '' ? '(no name)' : clip(label);
  return full ? html`<a dir="auto" href="${href}" data-full>${shown}</a>` : html`<a dir="auto" href="${href}">${shown}</a>`;
}

/** Lists show the beginning of what would not fit; the record page shows it all. */
function clip(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
