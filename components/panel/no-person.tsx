import type { Opening, OpenRecord } from '../../lib/model/dossier.ts';
import { recordKey } from '../../lib/model/records.ts';
import { FocusBlock } from '../customer/focus-block.tsx';
import { useWords } from '../words/use-words.ts';
import type { Open } from './use-open.ts';

/** A deal or other record that has no person or company: what it is, and why there is no customer. */
export function NoPerson({ open }: { open: Open & { record: OpenRecord; opening: Opening } }) {
  const { t } = useWords();
  return (
    <section className="flex flex-col gap-3">
      <h1 className="bidi line-clamp-4 text-balance text-4">{open.opening.focus?.name || t('focus.record')}</h1>
      <FocusBlock
        key={recordKey(open.record.ref)}
        opening={open.opening}
        connectionId={open.record.connectionId}
        around={open}
        shown={undefined}
        onSelect={() => undefined}
      />
      <p className="text-text-muted">{t('focus.nobody')}</p>
    </section>
  );
}
