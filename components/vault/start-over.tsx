import { useState } from 'react';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

interface Props {
  /** Entries that were not sent and go too. */
  waiting: number;
  onWipe: () => Promise<unknown>;
}

/** Deletes everything here, after a second click that says what goes. */
export function StartOver({ waiting, onWipe }: Props) {
  const { t } = useWords();
  const [isAsked, setAsked] = useState(false);
  const [isGoing, setGoing] = useState(false);
  if (!isAsked) return <Button onClick={() => setAsked(true)}>{t('wipe.ask')}</Button>;
  return (
    <div className="flex flex-col items-start gap-2">
      <p role="alert" className="text-pretty text-text">
        {t('wipe.sure', { n: waiting })}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAsked(false)}>{t('wipe.keep')}</Button>
        <Button
          disabled={isGoing}
          onClick={() => {
            setGoing(true);
            void onWipe().finally(() => {
              setGoing(false);
              setAsked(false);
            });
          }}
        >
          {t('wipe.do')}
        </Button>
      </div>
    </div>
  );
}
