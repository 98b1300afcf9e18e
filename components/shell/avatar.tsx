/** First letters of the first and last word, whatever the script; no letters, no circle text. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .slice(0, 200)
    .split(/\s+/u)
    .filter((word) => /\p{L}|\p{N}/u.test(word));
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => [...(word ?? '')].find((letter) => /\p{L}|\p{N}/u.test(letter)) ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** Initials of a customer: round for people, square for companies. */
export function Avatar({ name, kind, small = false }: { name: string; kind: 'person' | 'company'; small?: boolean }) {
  const size = small ? 'size-8 text-glyph' : 'size-10 text-2';
  return (
    <span
      aria-hidden="true"
      className={`inline-flex shrink-0 items-center justify-center bg-chip font-strong text-text-muted ${size} ${kind === 'person' ? 'rounded-full' : 'rounded'}`}
    >
      {initialsOf(name)}
    </span>
  );
}
