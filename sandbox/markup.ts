/** HTML that is safe to send: made by `html` alone, so that CRM text cannot slip in unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Piece = Markup | string | number | false | undefined | readonly (Markup | string)[];

/** Tagged template: every value is escaped unless it is Markup already; lists are joined; false and undefined vanish. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(strings.map((text, index) => text + (index < pieces.length ? piece(pieces[index]) : '')).join(''));
}

/** For constant script and style text of our own. */
export function raw(text: string): Markup {
  return new Markup(text);
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

function piece(value: Piece): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(piece).join('');
  return escapeHtml(String(value));
}
