import { ArrowRight } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Settings } from '../../lib/model/dossier.ts';
import { changedMappings, changedSettings, readSettingsFile, type SettingsFile } from '../../lib/model/settings-file.ts';
import { mappings } from '../../lib/store/mappings.ts';
import { pairOf, rulings } from '../../lib/store/rulings.ts';
import { exportSettings } from '../../lib/store/settings-file.ts';
import { Button } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { SETTING_WORDS, settingWords } from './setting-words.ts';

/** A file that was read and not yet taken over: what it would change. */
interface Offer {
  file: SettingsFile;
  settings: (keyof SettingsFile['settings'])[];
  rulings: number;
  mappings: number;
}

interface Props {
  settings: Settings;
  take: (file: SettingsFile) => Promise<unknown>;
}

/** Settings as a file, out and in; a file is taken over only after the rep has seen what it changes. */
export function SettingsTransfer({ settings, take }: Props) {
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
    const changes = { file: read, settings: changedSettings(settings, read), rulings: answers, mappings: mapped };
    if (changes.settings.length + answers + mapped === 0) return setSaid('transfer.nothing');
    setOffer(changes);
  }
  async function apply({ file }: Offer): Promise<void> {
    const done = await take(file).then(
      () => true,
      () => false,
    );
    if (done) setOffer(undefined);
    setSaid(done ? 'transfer.done' : 'transfer.failed');
  }
  return (
    <section aria-labelledby="transfer" className="flex flex-col gap-3">
      <div>
        <h2 id="transfer" className="text-3">
          {t('transfer.title')}
        </h2>
        <p className="max-w-160 text-text-muted">{t('transfer.text')}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void exportSettings().then(download)}>{t('transfer.export')}</Button>
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
      </div>
      {offer && (
        <div className="flex flex-col items-start gap-2 rounded border border-line p-3">
          <h3 className="text-2">{t('transfer.changes')}</h3>
          <ul className="flex flex-col gap-1">
            {offer.settings.map((name) => (
              <li key={name}>
                <span className="font-medium">{t(SETTING_WORDS[name])}:</span>{' '}
                <span className="text-text-muted line-through">{settingWords(t, name, settings)}</span>{' '}
                <ArrowRight className="inline size-4 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
                <span className="sr-only">{t('scoring.becomes')}</span> {settingWords(t, name, offer.file.settings)}
              </li>
            ))}
            {offer.rulings > 0 && <li>{t('transfer.rulings', { n: offer.rulings })}</li>}
            {offer.mappings > 0 && <li>{t('transfer.mappings', { n: offer.mappings })}</li>}
          </ul>
          <div className="flex gap-2">
            <Button onClick={() => void apply(offer)}>{t('transfer.apply')}</Button>
            <Button look="quiet" onClick={() => setOffer(undefined)}>
              {t('transfer.cancel')}
            </Button>
          </div>
        </div>
      )}
      <p role="status" className="text-text-muted">
        {said && t(said)}
      </p>
    </section>
  );
}

function download(file: SettingsFile): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(file, undefined, 2)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'sidelight-settings.json';
  link.click();
  URL.revokeObjectURL(url);
}
