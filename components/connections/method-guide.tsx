import { ExternalLink, Info } from 'lucide-react';
import { CopyButton } from '../shell/copy-button.tsx';
import { SafeLink } from '../shell/safe-link.tsx';
import { useWords } from '../words/use-words.ts';
import type { Connectable, ConnectMethod } from './connectable.ts';
import { connectWords } from './words.ts';

interface Props {
  system: Connectable;
  method: ConnectMethod;
  /** Where this browser wants to get the answer of a sign-in page. */
  redirectUrl: string;
}

/** What is needed and where to click, in the vendor's own words, a step a line; and what this way of signing in cannot do. */
export function MethodGuide({ system, method, redirectUrl }: Props) {
  const { t } = useWords();
  const steps = connectWords(t, 'steps', system.id, method.id)?.split('\n') ?? [];
  const limits = connectWords(t, 'limits', system.id, method.id);
  return (
    <>
      {steps.length > 0 && (
        <ol className={`flex flex-col gap-1 text-pretty text-text-muted ${steps.length > 1 ? 'list-decimal ps-5' : ''}`}>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {method.kind === 'oauth-pkce' && (
        <div className="rounded bg-surface-sunken px-3 py-2">
          <p className="text-1 text-text-muted">{t('connect.redirect')}</p>
          <div className="flex items-center gap-2">
            <code className="min-w-0 flex-1 select-all break-all font-mono text-1">{redirectUrl}</code>
            <CopyButton name={t('connect.copy-redirect')} value={redirectUrl} />
          </div>
        </div>
      )}
      {method.helpUrl && (
        <SafeLink href={method.helpUrl} className="inline-flex min-h-6 items-center gap-1 self-start text-accent-text hover:underline">
          {t('connect.where')}
          <ExternalLink className="size-3.5" strokeWidth={2} aria-hidden="true" />
        </SafeLink>
      )}
      {limits && (
        <p className="flex gap-2 rounded bg-warn-soft px-3 py-2 text-pretty">
          <Info className="mt-0.5 size-4 shrink-0 text-warn" strokeWidth={1.65} aria-hidden="true" />
          <span>{limits}</span>
        </p>
      )}
    </>
  );
}
