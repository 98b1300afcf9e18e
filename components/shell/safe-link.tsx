import type { AnchorHTMLAttributes } from 'react';
import { safeHref } from './safe-href.ts';

/** A link to an address from a CRM: only https, mailto and tel; anything else is shown as its text. */
export function SafeLink({ href, children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string | undefined }) {
  const safe = safeHref(href);
  if (safe === undefined) return <span className={rest.className}>{children}</span>;
  const isPage = safe.startsWith('https:');
  return (
    <a {...rest} href={safe} {...(isPage && { target: '_blank', rel: 'noopener noreferrer' })}>
      {children}
    </a>
  );
}
