interface Props {
  label: string;
  value: number;
  options: readonly (readonly [number, string])[];
  onChange: (value: number) => void;
}

/** One number out of a few; one that was set elsewhere is listed too. */
export function Choice({ label, value, options, onChange }: Props) {
  const all = options.some(([each]) => each === value) ? options : [...options, [value, String(value)] as const];
  return (
    <label className="flex flex-col gap-1 font-medium">
      {label}
      <select
        className="min-h-control w-full max-w-72 rounded border border-line-control bg-surface px-2.5 font-normal"
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        {all.map(([each, word]) => (
          <option key={each} value={each}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}
