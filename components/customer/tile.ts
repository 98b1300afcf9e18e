/** An action tile: icon over label; below 300 px without an edge. */
export const TILE =
  'flex min-h-13 flex-1 basis-14 flex-col items-center justify-center gap-1 rounded border border-line-strong bg-surface px-1 text-1 font-medium shadow-1 transition-colors duration-fast hover:bg-surface-hover active:bg-surface-pressed aria-expanded:border-accent aria-expanded:bg-accent-soft aria-expanded:text-accent-text @max-narrow:border-transparent @max-narrow:shadow-none disabled:opacity-50';
