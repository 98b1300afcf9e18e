import { Check } from 'lucide-react';
import type { RefObject } from 'react';
import { type ConnectionInfo, TAGS, type Tag, type Writes } from '../../lib/model/connection.ts';
import { Button } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { OptionsHost } from './connectable.ts';
import { TagDot } from './tag.tsx';

const COLOURS: Record<Tag, MessageId> = {
  iris: 'tag.iris',
  teal: 'tag.teal',
  amber: 'tag.amber',
  rose: 'tag.rose',
  sky: 'tag.sky',
  moss: 'tag.moss',
};
const WRITES: readonly { value: Writes; word: MessageId; text: MessageId }[] = [
  { value: 'yes', word: 'writes.yes', text: 'writes.yes-text' },
  { value: 'ask', word: 'writes.ask', text: 'writes.ask-text' },
  { value: 'never', word: 'writes.never', text: 'writes.never-text' },
];

interface Props {
  dialog: RefObject<HTMLDialogElement | null>;
  host: OptionsHost;
  connection: ConnectionInfo;
  name: string;
}

/** What the rep decides about a connection: its name, its colour, and whether anything is written there. Each holds at once. */
export function ConnectionEdit({ dialog, host, connection, name }: Props) {
  const { t } = useWords();
  const { id, label, tag, writes = 'yes', systemName, account } = connection;
  const rename = (value: string) => {
    if (value.trim() !== (label ?? '')) void host.change(id, { label: value.trim() });
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`edit-${id}`}
      className="m-auto w-120 max-w-full rounded-3 border border-line-strong bg-surface-raised p-5 shadow-3"
    >
      <form method="dialog" className="flex flex-col gap-4">
        <h2 id={`edit-${id}`} className="text-3">
          {name}
        </h2>
        <label className="flex flex-col gap-1">
          <span className="font-medium">{t('connection.name')}</span>
          <input
            key={label ?? ''}
            type="text"
            defaultValue={label}
            maxLength={60}
            placeholder={`${systemName} ${account}`}
            onBlur={(event) => rename(event.currentTarget.value)}
            className="min-h-control w-full rounded border border-line-control bg-surface px-2.5 placeholder:text-text-faint"
          />
          <span className="text-1 text-text-muted">{t('connection.name-text')}</span>
        </label>
        <fieldset className="min-w-0 border-0 p-0">
          <legend className="mb-1 p-0 font-medium">{t('connection.colour')}</legend>
          <div className="flex flex-wrap gap-1.5">
            {TAGS.map((each) => (
              <label
                key={each}
                className={`inline-flex min-h-control-sm cursor-pointer items-center gap-1.5 rounded-full border px-2.5 text-1 has-focus-visible:outline-2 has-focus-visible:outline-focus ${each === tag ? 'border-accent bg-accent-soft text-accent-text' : 'border-line-control hover:bg-surface-hover'}`}
              >
                <input
                  type="radio"
                  name={`tag-${id}`}
                  checked={each === tag}
                  onChange={() => void host.change(id, { tag: each })}
                  className="sr-only"
                />
                <TagDot tag={each} />
                {t(COLOURS[each])}
                {each === tag && <Check className="size-3.5" strokeWidth={2} aria-hidden="true" />}
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset className="flex min-w-0 flex-col gap-1.5 border-0 p-0">
          <legend className="mb-1 p-0 font-medium">{t('writes.title')}</legend>
          {WRITES.map(({ value, word, text }) => (
            <label key={value} className="flex cursor-pointer items-start gap-2.5">
              <input
                type="radio"
                name={`writes-${id}`}
                checked={value === writes}
                onChange={() => void host.change(id, { writes: value })}
                className="mt-1 shrink-0 accent-accent"
              />
              <span>
                {t(word)}
                <span className="block text-1 text-text-muted">{t(text)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Button type="submit" className="self-end">
          {t('action.close')}
        </Button>
      </form>
    </dialog>
  );
}
