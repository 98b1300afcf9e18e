import { commandKeys } from '../actions/command-keys.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { Button } from './button.tsx';

/** What each key does. Those of the browser can be changed there; the others hold inside the panel. */
const KEYS: readonly { title: MessageId; rows: readonly [keys: readonly string[], does: MessageId][] }[] = [
  { title: 'keys.everywhere', rows: [[['Alt+Shift+S'], 'keys.open']] },
  {
    title: 'keys.panel',
    rows: [
      [[commandKeys('K')], 'keys.palette'],
      [['N'], 'action.note'],
      [['T'], 'action.task'],
      [['C'], 'action.call'],
      [['M'], 'action.meeting'],
      [['← →'], 'keys.tabs'],
      [['F6'], 'keys.receipt'],
      [[commandKeys('L', true)], 'keys.lock'],
    ],
  },
  {
    title: 'keys.writing',
    rows: [
      [[commandKeys('↵')], 'keys.save'],
      [['Esc'], 'keys.close'],
    ],
  },
];

interface Props {
  /** Opens the browser's own page for its keys. */
  change: () => void;
  /** Single letters are listened to. */
  letters: boolean;
  setLetters: (on: boolean) => void;
}

/** Every key Sidelight listens to. */
export function ShortcutsSheet({ change, letters, setLetters }: Props) {
  const { t } = useWords();
  return (
    <section className="flex max-w-160 flex-col gap-6">
      <div>
        <h1 className="text-5">{t('options.keys')}</h1>
        <p className="text-text-muted">{t('keys.text')}</p>
      </div>
      {KEYS.map(({ title, rows }) => (
        <section key={title}>
          <h2 className="mb-2 text-3">{t(title)}</h2>
          <dl className="rounded-3 border border-line-strong">
            {rows.map(([keys, does]) => (
              <div
                key={does}
                className="flex min-h-row items-center justify-between gap-3 px-4 py-1 not-first:border-line not-first:border-t"
              >
                <dt>{t(does)}</dt>
                <dd className="whitespace-nowrap">
                  {keys.map((key) => (
                    <kbd key={key} className="rounded-1 bg-chip px-1.5 py-0.5 font-sans text-1">
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          checked={letters}
          onChange={(event) => setLetters(event.target.checked)}
          className="mt-0.5 size-4 accent-accent"
        />
        <span>
          <span className="font-medium">{t('keys.letters')}</span>
          <span className="block text-text-muted">{t('keys.letters-text')}</span>
        </span>
      </label>
      <Button className="self-start" onClick={change}>
        {t('keys.change')}
      </Button>
    </section>
  );
}
