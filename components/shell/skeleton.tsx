const WIDTHS = ['w-2/3', 'w-1/2', 'w-3/4', 'w-2/5'] as const;

/** Bars in the boxes that facts will take. Appears after 150 ms. */
export function SkeletonRows({ count = 4 }: { count?: number }) {
  return (
    <div aria-hidden="true" className="flex flex-col gap-4 py-3">
      {Array.from({ length: count }, (_, row) => (
        <div key={WIDTHS[row % WIDTHS.length] + String(row)} className="flex gap-3">
          <span className="skeleton size-4" />
          <span className="flex flex-1 flex-col gap-2">
            <span className={`skeleton h-3 ${WIDTHS[row % WIDTHS.length]}`} />
            <span className="skeleton h-2.5 w-1/2" />
          </span>
        </div>
      ))}
    </div>
  );
}

/** The customer's head before anything is known. */
export function SkeletonHead() {
  return (
    <div aria-hidden="true" className="flex items-start gap-3 py-1">
      <span className="skeleton size-10 rounded-full" />
      <span className="flex flex-1 flex-col gap-2 pt-1">
        <span className="skeleton h-4 w-1/2" />
        <span className="skeleton h-3 w-3/4" />
      </span>
      <span className="skeleton size-11 rounded-full" />
    </div>
  );
}
