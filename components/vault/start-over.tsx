import { useEffect, useRef, useState } from 'react';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

interface Props {
  /** Entries that were not sent and go too. */
  waiting: number;
  onWipe: () => Promise<unknown>;
}

/** Deletes everything here, after a second click that says what goes; says so when that did not work. */
export function StartOver({ waiting, onWipe }: Props) {
  const { t } = useWords();
  const [isAsked, setAsked] = useState(false);
  const [isGoing, setGoing] = useState(false);
  const [failed, setFailed] = useState(false);
  // One button takes the other's place, and the focus with it.
  const first = useRef<HTMLButtonElement>(null);
  const wasPressed = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that counts
  useEffect(() => {
    if (wasPressed.current) first.current?.focus();
  }, [isAsked]);
  const ask = (next: boolean) => {
    wasPressed.current = true;
    setAsked(next);
    setFailed(false);
  };
  const wipe = async () => {
    setGoing(true);
    setFailed(false);
    await onWipe().then(
      () => setAsked(false),
      () => setFailed(true),
    );
    setGoing(false);
  };
  if (!isAsked)
    return (
      <Button ref={first} onClick={() => ask(true)}>
        {t('wipe.ask')}
      </Button>
    );
  return (
    <div className="flex flex-col items-start gap-2">
      <p role="alert" className="text-pretty text-text">
        {t('wipe.sure', { n: waiting })}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button ref={first} onClick={() => ask(false)}>
          {t('wipe.keep')}
        </Button>
        <Button disabled={isGoing} onClick={() => void wipe()}>
          {t('wipe.do')}
        </Button>
      </div>
      <p role="status" className="text-warn empty:hidden">
        {failed && t('wipe.failed')}
      </p>
    </div>
  );
}
