import type { ReactNode } from 'react';

/** A text with the parts the rep typed in bold. Ranges ascend and do not overlap. */
export function Matched({ text, ranges = [] }: { text: string; ranges?: readonly (readonly [number, number])[] | undefined }) {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start > at) pieces.push(text.slice(at, start));
    pieces.push(
      <mark key={start} className="bg-transparent font-strong text-text">
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  return (
    <>
      {pieces}
      {text.slice(at)}
    </>
  );
}
