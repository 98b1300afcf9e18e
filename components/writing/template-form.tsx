import { useLiveQuery } from 'dexie-react-hooks';
import { useId, useRef, useState } from 'react';
import {
  BLANK,
  TEMPLATE_KINDS,
  TEMPLATE_VARIABLES,
  type Template,
  type TemplateValues,
  type TemplateVariable,
  templateParts,
} from '../../lib/model/template.ts';
import { connections, dossier, recentCustomers } from '../../lib/store/reading.ts';
import { ChoiceChips } from '../actions/choice-chips.tsx';
import { templateValues } from '../actions/template-values.ts';
import { Button } from '../shell/button.tsx';
import { useFocusBack } from '../shell/use-focus-back.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { KIND_WORDS } from './kind-words.ts';

const VARIABLE_WORDS: Readonly<Record<TemplateVariable, MessageId>> = {
  name: 'templates.var.name',
  'first-name': 'templates.var.first-name',
  company: 'templates.var.company',
  deal: 'templates.var.deal',
  amount: 'templates.var.amount',
  today: 'templates.var.today',
  me: 'templates.var.me',
};
const FIELD = 'w-full rounded border border-line-control bg-surface px-2.5 font-normal';

interface Props {
  template: Template;
  save: (template: Template) => Promise<unknown>;
  onCancel: () => void;
}

/** One template: its text, variables to put in by a click, and what it makes of the customer opened last. */
export function TemplateForm({ template, save, onCancel }: Props) {
  const { t, format } = useWords();
  const id = useId();
  useFocusBack();
  const field = useRef<HTMLTextAreaElement>(null);
  const [now, setNow] = useState(template);
  const [failed, setFailed] = useState(false);
  const about = useLiveQuery(lastCustomer, []);
  const canSave = now.name.trim() !== '' && now.text.trim() !== '';
  const put = (variable: TemplateVariable) => {
    const { selectionStart = now.text.length, selectionEnd = now.text.length } = field.current ?? {};
    const word = `{${variable}}`;
    setNow({ ...now, text: `${now.text.slice(0, selectionStart)}${word}${now.text.slice(selectionEnd)}` });
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(selectionStart + word.length, selectionStart + word.length);
    });
  };
  return (
    <form
      aria-label={t(template.name === '' ? 'templates.new' : 'templates.edit')}
      className="flex w-full flex-col gap-3 rounded-3 border border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSave) void save({ ...now, name: now.name.trim() }).catch(() => setFailed(true));
      }}
    >
      <label className="flex flex-col gap-1 font-medium">
        {t('templates.name')}
        <input
          className={`min-h-control ${FIELD}`}
          value={now.name}
          maxLength={60}
          dir="auto"
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: the rep has just asked for this form
          autoFocus
          onChange={(event) => setNow({ ...now, name: event.target.value })}
        />
      </label>
      <ChoiceChips
        label={t('templates.kind')}
        options={TEMPLATE_KINDS.map((kind) => ({ id: kind, word: t(KIND_WORDS[kind]) }))}
        chosen={now.kind}
        onChoose={(kind) => setNow({ ...now, kind })}
      />
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="font-medium">
          {t('templates.field')}
        </label>
        <textarea
          id={id}
          ref={field}
          rows={5}
          maxLength={5000}
          dir="auto"
          value={now.text}
          onChange={(event) => setNow({ ...now, text: event.target.value })}
          className={`py-2 ${FIELD}`}
        />
        <fieldset className="m-0 flex flex-wrap gap-1.5 border-0 p-0">
          <legend className="mb-1 p-0 text-1 text-text-muted">{t('templates.put-in')}</legend>
          {TEMPLATE_VARIABLES.map((variable) => (
            <button
              key={variable}
              type="button"
              title={`{${variable}}`}
              onClick={() => put(variable)}
              className="inline-flex min-h-control-sm items-center rounded-full border border-line-control px-2.5 text-1 font-medium hover:bg-surface-hover"
            >
              {t(VARIABLE_WORDS[variable])}
            </button>
          ))}
        </fieldset>
      </div>
      {now.text.trim() !== '' && (
        <Preview text={now.text} name={about?.customerName} values={about ? templateValues(about, format, Date.now()) : {}} />
      )}
      {failed && (
        <p role="alert" className="text-warn">
          {t('fields.not-saved')}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={!canSave}>
          {t('templates.save')}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}

async function lastCustomer() {
  const [[last], known] = await Promise.all([recentCustomers(1), connections()]);
  return last && { customerName: last.name, dossier: await dossier(last.dossier), connections: known };
}

function Preview({ text, name, values }: { text: string; name: string | undefined; values: TemplateValues }) {
  const { t, format } = useWords();
  const parts = templateParts(text);
  const unknown = [...new Set(parts.filter(({ kind }) => kind === 'unknown').map((part) => part.text))];
  return (
    <div className="flex flex-col gap-1">
      <p className="text-1 text-text-muted">{name === undefined ? t('templates.preview-nobody') : t('templates.preview', { name })}</p>
      <p className="bidi whitespace-pre-wrap break-words rounded bg-chip p-2">
        {parts.map((part) => {
          if (part.kind === 'text') return <span key={part.at}>{part.text}</span>;
          if (part.kind === 'unknown')
            return (
              <mark key={part.at} className="bg-warn-soft text-warn">
                {part.text}
              </mark>
            );
          return (
            <mark key={part.at} className="bg-accent-soft text-accent-text">
              {values[part.variable] ?? BLANK}
            </mark>
          );
        })}
      </p>
      {unknown.length > 0 && (
        <p role="status" className="text-1 text-warn">
          {t('templates.unknown', { n: unknown.length, words: format.list(unknown) })}
        </p>
      )}
    </div>
  );
}
