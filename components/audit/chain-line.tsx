import { CircleAlert, CircleCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type AuditCheck, checkAudit } from '../../lib/store/audit.ts';
import { useWords } from '../words/use-words.ts';

/** Whether the trail is whole: walked anew whenever it grows. */
export function ChainLine({ length }: { length: number }) {
  const { t } = useWords();
  const [check, setCheck] = useState<AuditCheck>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer trail is another one to check
  useEffect(() => {
    let gone = false;
    void checkAudit().then((found) => !gone && setCheck(found));
    return () => {
      gone = true;
    };
  }, [length]);
  if (!check) return <p role="status">{t('audit.checking')}</p>;
  const Icon = check.brokenAt === undefined ? CircleCheck : CircleAlert;
  return (
    <p role="status" className="flex items-center gap-2">
      <Icon
        className={`size-4 shrink-0 ${check.brokenAt === undefined ? 'text-good' : 'text-warn'}`}
        strokeWidth={1.65}
        aria-hidden="true"
      />
      {check.brokenAt === undefined
        ? t('audit.intact', { n: check.entries, dropped: check.dropped })
        : t('audit.broken', { at: check.brokenAt })}
    </p>
  );
}
