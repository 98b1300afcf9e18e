import { useState } from 'react';
import { systemOf } from '../customer/context.ts';
import { useWords } from '../words/use-words.ts';
import { ChoiceChips } from './choice-chips.tsx';
import { ComposerFrame } from './composer-frame.tsx';
import { FormNotice } from './form-notice.tsx';
import { Hint } from './hint.tsx';
import { contactValues, duplicateCheck, whereUnknown } from './new-record.ts';
import type { ComposerSubject } from './subject.ts';
import { useSend } from './use-send.ts';

/** The customer as a contact in a system that does not have her: only after that system was searched, and with what it found named. */
export function ContactForm(subject: ComposerSubject) {
  const { t, format } = useWords();
  const { send, saving, failed } = useSend(subject);
  const places = whereUnknown(subject.connections, subject.dossier);
  const [picked, setPicked] = useState<string>();
  const [isMeant, setMeant] = useState(false);
  const place = places.find(({ id }) => id === picked) ?? places[0];
  const label = t('contact.new-for', { name: subject.customerName });
  if (!place) return <FormNotice label={label} text={t('contact.nowhere')} onClose={subject.onClose} />;
  const { found, names } = duplicateCheck(subject.dossier, place.id);
  const values = contactValues(subject.profile, subject.customerName);
  const canSubmit = !saving && (found === 'none' || (found === 'maybe' && isMeant));
  const shown = Object.values(values)
    .flat()
    .filter((value) => typeof value === 'string');
  return (
    <ComposerFrame
      label={label}
      submit={t('contact.create')}
      keys=""
      canSubmit={canSubmit}
      onSubmit={() => {
        if (canSubmit) void send({ kind: 'create', object: 'contact', values, on: [], at: Date.now() }, [place.id]);
      }}
      onEscape={subject.onClose}
      hint={<Hint failed={failed} keepsDraft={false} />}
    >
      <ChoiceChips
        label={t('contact.where')}
        options={places.map(({ id }) => ({ id, word: systemOf(subject, id).name }))}
        chosen={place.id}
        onChoose={(id) => {
          setPicked(id);
          setMeant(false);
        }}
      />
      <ul className="flex flex-col text-text-muted">
        {[...new Set(shown)].map((value) => (
          <li key={value} className="bidi">
            {value}
          </li>
        ))}
      </ul>
      {found === 'unasked' && <p className="text-1 text-warn">{t('contact.unasked', { system: systemOf(subject, place.id).name })}</p>}
      {found === 'none' && <p className="text-1 text-text-muted">{t('contact.searched', { system: systemOf(subject, place.id).name })}</p>}
      {found === 'maybe' && (
        <label className="flex items-start gap-2 text-warn">
          <input
            type="checkbox"
            checked={isMeant}
            onChange={(event) => setMeant(event.target.checked)}
            className="mt-0.5 size-4 accent-accent"
          />
          <span className="bidi">{t('contact.maybe', { names: format.list(names) })}</span>
        </label>
      )}
    </ComposerFrame>
  );
}
