import type { CustomerSummary } from '../../lib/model/dossier.ts';
import { useHost } from '../host.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { safeHref } from '../shell/safe-href.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { useView } from './view-state.ts';

/** Customers of the cache; a press opens the record in its system, or shows her here where she has no page of her own. */
export function CustomerList({ label, customers }: { label: string; customers: readonly CustomerSummary[] }) {
  const { t, format } = useWords();
  const host = useHost();
  const show = useView((view) => view.show);
  const now = useNow(60_000);
  return (
    <ul aria-label={label} className="flex flex-col">
      {customers.map((customer) => {
        const url = safeHref(customer.url);
        return (
          <li key={customer.dossier}>
            <button
              type="button"
              onClick={() => (url === undefined ? show(customer.dossier) : host.openTab(url))}
              className="-mx-2 flex min-h-13 items-center gap-3 rounded px-2 text-start hover:bg-surface-hover"
            >
              <Avatar name={customer.name} kind={customer.kind} small />
              <span className="min-w-0 flex-1">
                <span className="bidi line-clamp-4">{customer.name}</span>
                <span className="bidi block text-1 text-text-muted">
                  {[
                    customer.companyName ?? customer.title ?? (customer.kind === 'company' ? t('field.company') : undefined),
                    format.ago(customer.openedAt, now),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
