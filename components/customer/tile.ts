/**
 * An action tile: icon over label; below 300 px without an edge and as wide as its label, so that all stand in one row. From 460 px with
 * its key (`data-key`) in the corner, which is not part of its name.
 */
export const TILE =
  "relative flex min-h-13 min-w-6 flex-1 basis-14 flex-col items-center justify-center gap-1 rounded border border-line-strong bg-surface px-1 text-1 font-medium shadow-1 transition-colors duration-fast hover:bg-surface-hover active:bg-surface-pressed aria-expanded:border-accent aria-expanded:bg-accent-soft aria-expanded:text-accent-text @max-narrow:basis-auto @max-narrow:border-transparent @max-narrow:px-0 @max-narrow:shadow-none @wide:data-key:before:absolute @wide:data-key:before:end-1 @wide:data-key:before:top-1 @wide:data-key:before:rounded-1 @wide:data-key:before:bg-chip @wide:data-key:before:px-1 @wide:data-key:before:text-glyph @wide:data-key:before:text-text-muted @wide:data-key:before:content-[attr(data-key)_/_''] disabled:opacity-50";
