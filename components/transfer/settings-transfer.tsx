import { useRef, useState } from 'react';
import type { Settings } from '../../lib/model/dossier.ts';
import { changedMappings, changedSettings, readSettingsFile } from '../../lib/model/settings-file.ts';
import { mappings } from '../../lib/store/mappings.ts';
import { pairOf, rulings } from '../../lib/store/rulings.ts';
import { Button } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { ExportForm } from './export-form.tsx';
import type { TransferHost } from './host.ts';
import { type Offer, OfferBox } from './offer-box.tsx';

/** Settings as a file, out and in; a file is taken over only after the rep has seen what it changes. */
export function SettingsTransfer({ settings, host }: { settings: Settings; host: TransferHost }) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [offer, setOffer] = useState<Offer>();
  const [said, setSaid] = useState<MessageId>();

  async function read(file: File): Promise<void> {
    setSaid(undefined);
    setOffer(undefined);
    const read = readSettingsFile(await file.text());
    if (!read) return setSaid('transfer.wrong');
    const known = new Map((await rulings()).map(({ id, same }) => [id, same]));
    const answers = read.rulings.filter(({ a, b, same }) => known.get(pairOf(a, b).id) !== same).length;
    const mapped = changedMappings(await mappings(), read);
    const changed = changedSettings(settings, read);
    if (changed.length + answers + mapped === 0 && !read.signIns) return setSaid('transfer.nothing');
    setOffer({ file: read, settings: changed, rulings: answers, mappings: mapped });
  }
  return (
    <section aria-labelledby="transfer" className="flex flex-col gap-3">
      <div>
        <h2 id="transfer" className="text-3">
          {t('transfer.title')}
        </h2>
        <p className="max-w-160 text-text-muted">{t('transfer.text')}</p>
      </div>
      <ExportForm host={host} say={setSaid}>
        <Button onClick={() => input.current?.click()}>{t('transfer.import')}</Button>
        <input
          ref={input}
          type="file"
          accept="application/json,.json"
          hidden
          aria-label={t('transfer.import')}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) void read(file);
            event.target.value = '';
          }}
        />
      </ExportForm>
      {offer && (
        <OfferBox
          offer={offer}
          settings={settings}
          host={host}
          onEnd={(end) => {
            // What failed can be tried again.
            if (end !== 'transfer.failed') setOffer(undefined);
            setSaid(end);
          }}
        />
      )}
      <p role="status" className="text-text-muted">
        {said && t(said)}
      </p>
    </section>
  );
}
