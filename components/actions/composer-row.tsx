import type { ReactNode } from 'react';

/** A line of a composer: what it is on the left, what it is set to on the right; below each other where it is narrow. */
export function ComposerRow({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-control-sm flex-wrap items-center gap-x-3 gap-y-1">
      <span className="min-w-20 shrink-0 text-1 text-text-muted">{label}</span>
      <div className="flex min-w-40 flex-1 flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}
