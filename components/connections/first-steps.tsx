import { useLiveQuery } from 'dexie-react-hooks';
import { Check } from 'lucide-react';
import { type ConnectionInfo, connectionName } from '../../lib/model/connection.ts';
import { recentCustomers } from '../../lib/store/reading.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';

const STEPS: readonly MessageId[] = ['first.choose', 'first.connect', 'first.see'];

/** Until the first customer was seen: what is done, and the one thing to do next. */
export function FirstSteps({ connections }: { connections: readonly ConnectionInfo[] }) {
  const { t } = useWords();
  const seen = useLiveQuery(() => recentCustomers(1), []);
  if (!seen || seen.length > 0) return null;
  const at = connections.length === 0 ? 0 : 2;
  const [first] = connections;
  const place = first && pageOf(first);
  return (
    <section aria-labelledby="first-steps" className="lit mt-6 flex flex-col gap-3 rounded-3 border border-accent-line p-4">
      <h2 id="first-steps" className="text-3">
        {t('steps.title')}
      </h2>
      <ol className="flex flex-wrap gap-x-6 gap-y-2">
        {STEPS.map((word, step) => (
          <li key={word} aria-current={step === at ? 'step' : undefined} className="flex items-center gap-2">
            <span
              aria-hidden="true"
              className={`inline-flex size-6 shrink-0 items-center justify-center rounded-full text-1 ${step < at ? 'bg-good-soft text-good' : step === at ? 'bg-accent text-text-on-accent' : 'bg-chip text-text-muted'}`}
            >
              {step < at ? <Check className="size-3.5" strokeWidth={2} /> : step + 1}
            </span>
            <span className={step === at ? 'font-medium' : 'text-text-muted'}>{t(word)}</span>
          </li>
        ))}
      </ol>
      {first && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-text-muted">
          {place !== undefined && (
            <a
              href={place}
              target="_blank"
              rel="noopener noreferrer"
              className="inline-flex min-h-6 items-center font-medium text-accent-text hover:underline"
            >
              {t('steps.go', { system: connectionName(first, connections) })}
            </a>
          )}
          {t('steps.open')}
        </p>
      )}
    </section>
  );
}

/** Where the account's own pages begin, as far as its access tells. */
function pageOf({ host, access = [] }: ConnectionInfo): string | undefined {
  if (host !== undefined) return `https://${host}/`;
  const page = access.find((pattern) => /^https:\/\/[\w.-]+\/\*$/.test(pattern) && !/\/\/api\b|apis?\./.test(pattern));
  return page?.replace(/\*$/, '');
}
