import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import { Logo } from '../shell/logo.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { useView } from './view-state.ts';

const STEPS: { title: MessageId; text: MessageId }[] = [
  { title: 'first.choose', text: 'first.choose-text' },
  { title: 'first.connect', text: 'first.connect-text' },
  { title: 'first.see', text: 'first.see-text' },
];

/** Nothing is connected yet: three steps, one button. */
export function FirstRun() {
  const { t } = useWords();
  const host = useHost();
  return (
    <div className="flex min-h-full flex-col gap-4 pt-2">
      <Logo className="size-10" />
      <div>
        <h1 className="text-balance text-4">{t('first.title')}</h1>
        <p className="mt-1 text-pretty text-text-muted">{t('first.text')}</p>
      </div>
      <ol className="flex flex-col gap-3 rounded-3 border border-line-strong p-3">
        {STEPS.map(({ title, text }, step) => (
          <li key={title} className="flex gap-3">
            <span
              aria-hidden="true"
              className="inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-chip font-strong text-1 text-text-muted"
            >
              {step + 1}
            </span>
            <span>
              <span className="block font-medium">{t(title)}</span>
              <span className="block text-1 text-text-muted">{t(text)}</span>
            </span>
          </li>
        ))}
      </ol>
      <Button look="filled" onClick={() => host.openOptions('connect')}>
        {t('first.button')}
      </Button>
      <TrySample />
      <p className="text-center text-1 text-text-faint">{t('first.here')}</p>
    </div>
  );
}

/** A look around without any account. */
export function TrySample() {
  const { t } = useWords();
  const setSample = useView((view) => view.setSample);
  return (
    <Button look="quiet" onClick={() => setSample(true)}>
      {t('first.sample')}
    </Button>
  );
}
