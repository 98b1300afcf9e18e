import type { SearchEntry } from '../../lib/search/entry.ts';
import { randomFrom, romanised } from './people.ts';

/** What kinds of things reps type. */
export const TYPED = ['prefix', 'word', 'typo', 'two words', 'e-mail', 'e-mail inside', 'phone', 'other script'] as const;
export type TypedKind = (typeof TYPED)[number];

/** A query, and the record it was made of. */
export interface Typed {
  kind: TypedKind;
  query: string;
  key: string;
  /** The word that was mistyped. */
  meant?: string;
}

/** So many queries of each kind, about records drawn at random. */
export function typedQueries(entries: readonly SearchEntry[], each: number, seed: number): Typed[] {
  const random = randomFrom(seed);
  const queries: Typed[] = [];
  for (let round = 0; round < each; round += 1) {
    for (const kind of TYPED) {
      for (;;) {
        const entry = entries[Math.floor(random() * entries.length)] as SearchEntry;
        const query = MAKERS[kind](entry, random);
        if (query === undefined) continue;
        queries.push({ kind, ...(typeof query === 'string' ? { query } : query), key: entry.key });
        break;
      }
    }
  }
  return queries;
}

type Maker = (entry: SearchEntry, random: () => number) => string | { query: string; meant: string } | undefined;

const MAKERS: Readonly<Record<TypedKind, Maker>> = {
  prefix: ({ name }, random) => pick(name.split(' '), random).slice(0, 1 + Math.floor(random() * 5)),
  word: ({ name, company }, random) => pick(`${name} ${company ?? ''}`.trim().split(/[^\p{L}\p{N}]+/u), random) || undefined,
  typo: ({ name }, random) => {
    const words = name.split(' ').filter((word) => /^[\p{L}]{4,}$/u.test(word));
    if (words.length === 0) return undefined;
    const meant = pick(words, random).toLowerCase();
    return { query: mistyped(meant, random), meant };
  },
  'two words': ({ name, company }, random) => {
    const [a, b] = [name.split(' ')[0], pick([name.split(' ')[1] ?? '', company?.split(' ')[0] ?? ''], random).replace(/[«»]/g, '')];
    return b === '' ? undefined : random() < 0.5 ? `${a} ${b.slice(0, 2 + Math.floor(random() * 4))}` : `${b} ${a}`;
  },
  'e-mail': ({ emails }, random) => emails[0]?.slice(0, 5 + Math.floor(random() * 20)),
  'e-mail inside': ({ emails }, random) => {
    const part = emails[0]?.split('@')[1]?.split('.')[0] ?? '';
    if (part.length < 7) return undefined;
    const start = 1 + Math.floor(random() * (part.length - 6));
    return part.slice(start, start + 5 + Math.floor(random() * 3));
  },
  phone: ({ phones }, random) => {
    const digits = phones[0]?.replace(/\D/g, '') ?? '';
    if (digits.length < 9) return undefined;
    const length = 4 + Math.floor(random() * 4);
    const start = 1 + Math.floor(random() * (digits.length - length - 1));
    const fragment = digits.slice(start, start + length);
    return random() < 0.5 ? fragment : `${fragment.slice(0, 3)} ${fragment.slice(3)}`;
  },
  'other script': ({ name }, random) => {
    const word = pick(name.split(' '), random);
    return /^[\u0400-\u04ff]+$/.test(word) ? romanised(word) : undefined;
  },
};

/** One edit, in words of eight letters and more sometimes two. */
function mistyped(word: string, random: () => number): string {
  let text = word;
  for (let left = word.length >= 8 && random() < 0.4 ? 2 : 1; left > 0; left -= 1) {
    const at = Math.floor(random() * (text.length - 1));
    const letter = /[\u0400-\u04ff]/.test(word)
      ? pick(Array.from('аеиостнрвлкмпдуб'), random)
      : pick(Array.from('aeiostnrlkmpdubcghzw'), random);
    const kind = Math.floor(random() * 4);
    if (kind === 0) text = text.slice(0, at) + letter + text.slice(at);
    else if (kind === 1) text = text.slice(0, at) + text.slice(at + 1);
    else if (kind === 2) text = text.slice(0, at) + letter + text.slice(at + 1);
    else text = text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
  }
  return text;
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}
