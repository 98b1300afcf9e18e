import { localStamp, momentOf } from './local-stamp.ts';

interface Props {
  label: string;
  at: number;
  onChange: (at: number) => void;
}

/** A day with a time, in the browser's own field. */
export function MomentField({ label, at, onChange }: Props) {
  return (
    <input
      type="datetime-local"
      aria-label={label}
      value={localStamp(at)}
      onChange={(event) => {
        const next = momentOf(event.target.value);
        if (next !== undefined) onChange(next);
      }}
      className="min-h-control min-w-48 flex-1 rounded border border-line-control bg-surface px-2 text-2 text-text"
    />
  );
}
