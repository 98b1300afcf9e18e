import type { Tag } from '../../lib/model/connection.ts';

const LOOKS: Record<Tag, string> = {
  iris: 'bg-tag-iris',
  teal: 'bg-tag-teal',
  amber: 'bg-tag-amber',
  rose: 'bg-tag-rose',
  sky: 'bg-tag-sky',
  moss: 'bg-tag-moss',
};

/** The colour of a connection, beside its name: the name says the same in words. Nothing where there is nothing to tell apart. */
export function TagDot({ tag }: { tag: Tag | undefined }) {
  if (tag === undefined) return null;
  return <span aria-hidden="true" data-tag={tag} className={`inline-block size-2 shrink-0 rounded-full ${LOOKS[tag]}`} />;
}
