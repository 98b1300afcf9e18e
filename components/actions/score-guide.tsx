import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import { ScorePlace } from './score-place.tsx';
import type { ComposerSubject } from './subject.ts';
import { targetsFor } from './targets.ts';

/** No field is mapped to hold the score yet: for each system that could take it, a field is made from here or by an administrator, or chosen. */
export function ScoreGuide(subject: ComposerSubject) {
  const { t } = useWords();
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
        {places.map((place, at) => (
          <ScorePlace key={place.connection.id} place={place} subject={subject} isFirst={at === 0} />
        ))}
      </ul>
      <Button look="quiet" small className="self-end" onClick={subject.onClose}>
        {t('action.close')}
      </Button>
    </section>
  );
}
