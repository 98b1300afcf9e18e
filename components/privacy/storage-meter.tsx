import { useEffect, useState } from 'react';
import { type Weights, weights } from '../../lib/store/meter.ts';
import { fileSize } from '../words/file-size.ts';
import { useWords } from '../words/use-words.ts';

/** How much room everything takes, by what it is for. */
export function StorageMeter() {
  const { t, language } = useWords();
  const [seen, setSeen] = useState<Weights & { used: number; quota: number }>();
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    void Promise.all([weights(), navigator.storage.estimate()]).then(
      ([parts, { usage = 0, quota = 0 }]) => setSeen({ ...parts, used: usage, quota }),
      () => setFailed(true),
    );
  }, []);
  const size = (bytes: number) => fileSize(bytes, language);
  return (
    <section aria-labelledby="meter" className="flex flex-col gap-2">
      <h2 id="meter" className="text-3">
        {t('meter.title')}
      </h2>
      {hasFailed && <p className="text-text-muted">{t('meter.failed')}</p>}
      {seen && (
        <>
          <dl className="grid w-72 max-w-full grid-cols-2 gap-y-1 text-text-muted">
            <dt>{t('meter.cache')}</dt>
            <dd className="text-end tabular-nums">{size(seen.cache)}</dd>
            <dt>{t('meter.outbox')}</dt>
            <dd className="text-end tabular-nums">{size(seen.outbox)}</dd>
            <dt>{t('meter.settings')}</dt>
            <dd className="text-end tabular-nums">{size(seen.settings)}</dd>
          </dl>
          <p className="text-1 text-text-muted">{t('meter.used', { used: size(seen.used), quota: size(seen.quota) })}</p>
        </>
      )}
    </section>
  );
}
