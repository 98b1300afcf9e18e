import type { RecordRef } from '../../lib/model/records.ts';
import { systemOf } from '../customer/context.ts';
import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { ComposerSubject } from './subject.ts';
import { targetsFor } from './targets.ts';

/** Where an administrator makes a number field, in the vendor's own menu words. */
const PATHS: Readonly<Record<string, MessageId>> = {
  hubspot: 'guide.path.hubspot',
  salesforce: 'guide.path.salesforce',
  pipedrive: 'guide.path.pipedrive',
  amocrm: 'guide.path.amocrm',
  zoho: 'guide.path.zoho',
  dynamics: 'guide.path.dynamics',
};

/** No field is mapped to hold the score yet: the two steps there, for each system that could take it. */
export function ScoreGuide(subject: ComposerSubject) {
  const { t } = useWords();
  const host = useHost();
  const places = targetsFor('score', subject.connections, subject.dossier, subject.focus).filter(({ off }) => off === undefined);
  return (
    <section
      aria-label={t('guide.title')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') subject.onClose();
      }}
      className="appear flex flex-col gap-3 rounded-3 border border-line-strong p-3"
    >
      <h2 className="text-2 font-strong">{t('guide.title')}</h2>
      <p className="text-pretty text-text-muted">{t(places.length > 0 ? 'guide.text' : 'guide.nowhere')}</p>
      <ul className="flex flex-col gap-3">
        {places.map(({ connection, refs }, at) => {
          const path = PATHS[connection.system] ?? 'guide.path.other';
          return (
            <li key={connection.id} className="flex flex-col gap-1 border-line border-t pt-2">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <span className="font-medium">{systemOf(subject, connection.id).name}</span>
                <Button
                  small
                  ref={(button) => {
                    if (at === 0) button?.focus();
                  }}
                  onClick={() => host.openOptions(`fields/${connection.id}${objectOf(refs)}`)}
                >
                  {t('guide.map')}
                </Button>
              </div>
              <p className="text-1 text-text-muted">{t('guide.admin', { path: t(path) })}</p>
            </li>
          );
        })}
      </ul>
      <Button look="quiet" small className="self-end" onClick={subject.onClose}>
        {t('action.close')}
      </Button>
    </section>
  );
}

function objectOf([ref]: readonly RecordRef[]): string {
  return ref ? `/${ref.object}` : '';
}
