import type { KeyboardEvent, RefObject } from 'react';

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
  value: string;
  /** Recognised words, tinted in the text. */
  marks?: readonly { start: number; end: number }[];
  rows: 'one' | 'many';
  onChange: (text: string) => void;
  onBlur: () => void;
  onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
}

const SAME = 'col-start-1 row-start-1 whitespace-pre-wrap break-words text-2';

/** A text field that grows with its text and tints what was recognised: a mirror with the same text lies beneath it. */
export function MarkedField({ field, label, value, marks = [], rows, onChange, onBlur, onKeyDown }: Props) {
  const parts: { text: string; marked: boolean; at: number }[] = [];
  let at = 0;
  for (const { start, end } of [...marks].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    parts.push({ text: value.slice(at, start), marked: false, at }, { text: value.slice(start, end), marked: true, at: start });
    at = end;
  }
  parts.push({ text: value.slice(at), marked: false, at: value.length + 1 });
  return (
    <div className="grid max-h-72 overflow-y-auto">
      <div aria-hidden="true" className={`${SAME} text-transparent ${rows === 'many' ? 'min-h-24' : 'min-h-6'}`}>
        {parts.map((part) =>
          part.marked ? (
            <mark key={`mark ${part.at}`} className="rounded-1 bg-accent-soft text-transparent outline-1 outline-accent-line">
              {part.text}
            </mark>
          ) : (
            <span key={`text ${part.at}`}>{part.text}</span>
          ),
        )}{' '}
      </div>
      <textarea
        ref={field}
        aria-label={label}
        placeholder={label}
        value={value}
        rows={1}
        dir="auto"
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
        onKeyDown={onKeyDown}
        className={`${SAME} resize-none overflow-hidden border-0 bg-transparent p-0 text-text outline-none placeholder:text-text-faint`}
      />
    </div>
  );
}
