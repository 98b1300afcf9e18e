/** One measured figure against its limit; `value` and `limit` in the same unit. */
export interface Figure {
  what: string;
  value: number;
  limit: number;
  unit: '×' | 'ms' | 'kB gz' | '%' | 'MB';
  /** The raw figures behind it. */
  note: string;
}

/** The middle value; for an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear interpolation between closest ranks. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ what, value, limit, unit, note }) =>
      `| ${what} | ${format(value)} ${unit} | ≤ ${format(limit)} ${unit} | ${value <= limit ? 'met' : '**missed**'} | ${note} |`,
  );
  return ['| what | measured | limit | | behind it |', '| --- | --: | --: | --- | --- |', ...rows].join('\n');
}

export function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
