import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { StoredError } from '../../lib/model/errors.ts';
import { errorWords } from '../errors/words.ts';
import { Button } from '../shell/button.tsx';
import { Live } from '../shell/live.tsx';
import { useWords } from '../words/use-words.ts';
import { AbilityList } from './ability-list.tsx';
import type { Connectable, Report } from './connectable.ts';
import { DialogFoot } from './dialog-foot.tsx';

interface Props {
  system: Connectable;
  report: Report;
  error: StoredError | undefined;
  isSaving: boolean;
  isNew: boolean;
  hasKey: boolean;
  onBack: () => void;
  onSave: (readOnly: boolean) => void;
}

/** Who the key belongs to, what it can do, what it lacks, and whether anything may be written at all. */
export function ReportView({ system, report, error, isSaving, isNew, hasKey, onBack, onSave }: Props) {
  const { t } = useWords();
  const [readOnly, setReadOnly] = useState(false);
  const title = report.userName ? t('connect.signed-in', { name: report.userName }) : t('connect.signed-in-key');
  const writes = report.can.some((each) => each.startsWith('write:'));
  return (
    <>
      <Live text={title} />
      <div className="flex flex-col gap-4 p-5 max-sm:px-4">
        <p className="flex gap-2">
          <CircleCheck className="mt-0.5 size-4 shrink-0 text-good" strokeWidth={1.65} aria-hidden="true" />
          <span className="bidi">
            <span className="font-medium">{title}</span>
            <span className="block text-text-muted">{report.account}</span>
          </span>
        </p>
        <AbilityList can={report.can} missing={report.missing} offered={system.capabilities} />
        {isNew && writes && (
          <label className="flex cursor-pointer gap-2.5 border-line border-t pt-4">
            <input
              type="checkbox"
              checked={readOnly}
              onChange={(event) => setReadOnly(event.target.checked)}
              className="mt-1 shrink-0 accent-accent"
            />
            <span>
              {t('writes.only-read', { system: system.name })}
              <span className="block text-1 text-text-muted">{t(readOnly ? 'writes.never-text' : 'writes.ask-text')}</span>
            </span>
          </label>
        )}
        {error && (
          <p role="alert" className="text-warn">
            {t(errorWords(error).sentence, { system: system.name, field: error.field ?? '' })}
          </p>
        )}
      </div>
      <DialogFoot hasKey={hasKey}>
        <Button onClick={onBack}>{t('connect.back')}</Button>
        <Button
          look="filled"
          disabled={isSaving}
          // The button that was pressed is gone; this is the next one.
          autoFocus
          onClick={() => onSave(readOnly)}
        >
          {t(report.missing.length > 0 ? 'connect.save-anyway' : 'connect.save')}
        </Button>
      </DialogFoot>
    </>
  );
}
