import { malformed } from './answers.ts';

export interface Token {
  kind: 'name' | 'string' | 'number' | 'time' | 'operator' | 'mark';
  /** For strings: what stands between the quotes, escapes and all. */
  text: string;
}

const PATTERN =
  /\s+|(?<string>'(?:\\.|[^'\\])*')|(?<time>\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))?)|(?<number>-?\d+(?:\.\d+)?)|(?<name>[A-Za-z_][\w.]*)|(?<operator><=|>=|<>|!=|=|<|>)|(?<mark>[(),])/suy;

/** @throws Refusal MALFORMED_QUERY at the first character that fits nothing (an open quote, a stray backslash …). */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < text.length) {
    const at = PATTERN.lastIndex;
    const groups = PATTERN.exec(text)?.groups;
    if (!groups) throw malformed(`line 1:${at} no viable alternative at character '${text.charAt(at)}'`);
    for (const [kind, value] of Object.entries(groups)) {
      if (value === undefined) continue;
      found.push({ kind: kind as Token['kind'], text: kind === 'string' ? value.slice(1, -1) : value });
    }
  }
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\' };

/** The text a quoted string means. Anything but the documented escapes is refused. */
export function meaning(raw: string): string {
  return raw.replace(/\\(.)/gsu, (_, char: string) => {
    const plain = ESCAPES[char.toLowerCase()] ?? ESCAPES[char];
    if (plain === undefined) throw malformed(`Invalid string literal: illegal escape \\${char}`);
    return plain;
  });
}

/** A LIKE pattern: `%` any run, `_` one character, unless escaped. Case does not matter. */
export function likePattern(raw: string): RegExp {
  let source = '';
  for (const [part] of raw.matchAll(/\\.|[^\\]/gsu)) {
    if (part === '%') source += '.*';
    else if (part === '_') source += '.';
    else source += literal(part === '\\%' || part === '\\_' ? part.slice(1) : meaning(part));
  }
  return new RegExp(`^${source}$`, 'isu');
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
