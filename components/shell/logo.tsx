/** The mark: a lamp at the side, its light falling on the page. The file in public/ is the same drawing. */
export function Logo({ className = 'size-6' }: { className?: string }) {
  return <img src="/icon/icon.svg" alt="" className={className} />;
}
