/** What a template may name in braces: `{first-name}`. */
export const TEMPLATE_VARIABLES = ['name', 'first-name', 'company', 'deal', 'amount', 'today', 'me'] as const;
export type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];

/** What stands where a fact is missing: seen at once, and typed over. */
export const BLANK = '____';

/** What a template can be used for. */
export const TEMPLATE_KINDS = ['note', 'task'] as const;

/** A text the rep writes again and again, with variables in braces. */
export interface Template {
  id: string;
  name: string;
  kind: (typeof TEMPLATE_KINDS)[number];
  text: string;
}

/** A piece of a template: plain text, a variable, or a word in braces that is none. `at` is its place in the text. */
export type TemplatePart = { at: number; text: string } & (
  | { kind: 'text' }
  | { kind: 'variable'; variable: TemplateVariable }
  | { kind: 'unknown' }
);

const BRACED = /\{\s*([\p{L}\p{N}_-]{1,40})\s*\}/gu;

/** Cuts a template at its braces; joined, the texts are the template. */
export function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (const match of text.matchAll(BRACED)) {
    if (match.index > at) parts.push({ kind: 'text', at, text: text.slice(at, match.index) });
    const word = match[1]?.toLowerCase();
    const variable = TEMPLATE_VARIABLES.find((each) => each === word);
    parts.push({ at: match.index, text: match[0], ...(variable ? { kind: 'variable', variable } : { kind: 'unknown' }) });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ kind: 'text', at, text: text.slice(at) });
  return parts;
}

/** What is known of a customer, in words ready to be written. */
export type TemplateValues = Readonly<Partial<Record<TemplateVariable, string>>>;

/**
 * The text with what is known put in. A missing value leaves a `BLANK`; a word in braces that is no variable stays as it is. Values are
 * put in once: braces in a customer's name are not read as variables.
 */
export function filledTemplate(text: string, values: TemplateValues): string {
  return templateParts(text)
    .map((part) => (part.kind === 'variable' ? values[part.variable]?.trim() || BLANK : part.text))
    .join('');
}

/** Where blanks stand that nobody has filled yet. */
export function blanksIn(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/_{4,}/g)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
