import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';

const PARTS: [MessageId, MessageId][] = [
  ['privacy.cache', 'privacy.cache-text'],
  ['privacy.drafts', 'privacy.drafts-text'],
  ['privacy.keys', 'privacy.keys-text'],
  ['privacy.network', 'privacy.network-text'],
  ['privacy.limits', 'privacy.limits-text'],
];

/** What is stored where, and who can see it; in plain words, limits included. */
export function PrivacySheet() {
  const { t } = useWords();
  return (
    <section className="flex max-w-160 flex-col gap-4">
      <h1 className="text-5">{t('options.privacy')}</h1>
      {PARTS.map(([title, text]) => (
        <div key={title}>
          <h2 className="text-3">{t(title)}</h2>
          <p className="text-pretty text-text-muted">{t(text)}</p>
        </div>
      ))}
    </section>
  );
}
