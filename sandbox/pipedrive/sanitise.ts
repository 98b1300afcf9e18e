/** What the vendor lets through in notes: harmless tags without attributes; comments, scripts and styles go with their content. */
export function sanitise(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(script|style|iframe|svg)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<(\/?)(p|br|b|i|u|strong|em|ul|ol|li|div|a)\b[^<>]*>/gi, '<$1$2>')
    .replace(/<(?!\/?(?:p|br|b|i|u|strong|em|ul|ol|li|div|a)>)[^<>]*>/gi, '');
}
