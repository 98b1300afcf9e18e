import { useEffect, useRef } from 'react';
import type { LinkedRecord } from '../../lib/model/dossier.ts';
import { Button } from '../shell/button.tsx';
import { SystemChip } from '../shell/mark.tsx';
import { SafeLink } from '../shell/safe-link.tsx';
import { useWords } from '../words/use-words.ts';
import { type Around, systemOf } from './context.ts';
import type { Held } from './facts.ts';

interface Props {
  held: Held & LinkedRecord;
  around: Around;
  /** The account holds the customer twice, as the rep has said. */
  isDuplicate: boolean;
  /** Just answered: the buttons that had the focus are gone. */
  takesFocus: boolean;
  onUndo: () => void;
}

/** What the rep has answered on one record, with the way back. */
export function AnsweredLine({ held: { record, connectionId, ruling }, around, isDuplicate, takesFocus, onUndo }: Props) {
  const { t } = useWords();
  const system = systemOf(around, connectionId);
  const undo = useRef<HTMLButtonElement>(null);
  const takes = useRef(takesFocus);
  useEffect(() => {
    if (takes.current && document.activeElement === document.body) undo.current?.focus();
  }, []);
  return (
    <li className="flex items-center gap-2">
      <div className="min-w-0 flex-1">
        <SafeLink href={record.url} className="bidi line-clamp-4 text-2 text-text hover:underline">
          {record.name}
        </SafeLink>
        <p className="text-1 text-text-muted">
          {t(ruling === 'same' ? 'maybe.said-same' : 'maybe.said-different')}
          {isDuplicate && ` · ${t('maybe.known-duplicate', { system: system.name })}`}
        </p>
      </div>
      <SystemChip {...system} />
      <Button look="text" small aria-label={t('maybe.undo-of', { name: record.name })} ref={undo} onClick={onUndo}>
        {t('maybe.undo')}
      </Button>
    </li>
  );
}
