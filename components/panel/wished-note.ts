import { useEffect } from 'react';
import { draftsOf, saveDraft } from '../../lib/store/drafts.ts';
import { useView } from './view-state.ts';

/** Long enough for a composer that closes to keep what was typed in it. */
const FLUSHED_MS = 60;

/**
 * Puts text that was selected on a page into a note on this record: below what is drafted already, never in its place. Nothing is sent.
 * Without a record it is looked for.
 */
export function WishedNote({ record, customerName }: { record: string | undefined; customerName: string }) {
  const text = useView((view) => view.wishedNote);
  useEffect(() => {
    if (text === undefined) return;
    const { wishFor, setPalette, composers, closeComposer, writeHere } = useView.getState();
    wishFor(undefined);
    if (record === undefined) return setPalette(true, text.slice(0, 200));
    const wasOpen = composers[record] !== undefined;
    if (wasOpen) closeComposer(record);
    setTimeout(
      () =>
        void draftsOf(record)
          .then((drafts) => {
            const draft = drafts.find(({ kind }) => kind === 'note');
            const whole = draft ? `${draft.text}\n${text}` : text;
            return saveDraft({ targets: [], ...draft, record, customerName, kind: 'note', text: whole, savedAt: Date.now() });
          })
          .then(() => writeHere(record, 'note')),
      wasOpen ? FLUSHED_MS : 0,
    );
  }, [text, record, customerName]);
  return null;
}
