import { useEffect, useRef, useState } from 'react';
import { TEMPLATE_KINDS, type Template } from '../../lib/model/template.ts';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import { KIND_WORDS } from './kind-words.ts';
import { TemplateForm } from './template-form.tsx';

/** Texts for notes and tasks, with variables: the list, and a form for one at a time. */
export function Templates({ list, save }: { list: readonly Template[]; save: (list: Template[]) => Promise<unknown> }) {
  const { t } = useWords();
  const [editing, setEditing] = useState<Template>();
  const [failed, setFailed] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  // Where a button for it is there no more, the focus goes to the one that makes the next.
  useEffect(() => {
    if (wasEditing.current && !editing && document.activeElement === document.body) add.current?.focus();
    wasEditing.current = editing !== undefined;
  }, [editing]);
  const fresh = (): Template => ({ id: crypto.randomUUID(), name: '', kind: TEMPLATE_KINDS[0], text: '' });
  const store = async (template: Template) => {
    const isKnown = list.some(({ id }) => id === template.id);
    await save(isKnown ? list.map((each) => (each.id === template.id ? template : each)) : [...list, template]);
    setEditing(undefined);
  };
  const remove = async (template: Template) => {
    setFailed(false);
    await save(list.filter(({ id }) => id !== template.id)).catch(() => setFailed(true));
  };
  return (
    <section aria-labelledby="templates" className="flex flex-col items-start gap-3">
      <h2 id="templates" className="text-3">
        {t('templates.title')}
      </h2>
      <p className="text-pretty text-text-muted">{t('templates.text')}</p>
      {list.length > 0 && (
        <ul className="flex w-full flex-col gap-1">
          {list.map((template) => (
            <li key={template.id} className="flex flex-wrap items-center gap-2">
              <span className="bidi min-w-40 flex-1">
                <span className="font-medium">{template.name}</span>
                <span className="text-text-muted"> · {t(KIND_WORDS[template.kind])}</span>
              </span>
              <Button look="quiet" small aria-label={t('templates.edit-one', { name: template.name })} onClick={() => setEditing(template)}>
                {t('templates.edit')}
              </Button>
              <Button
                look="quiet"
                small
                aria-label={t('templates.remove-one', { name: template.name })}
                onClick={() => void remove(template)}
              >
                {t('templates.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {editing ? (
        <TemplateForm key={editing.id} template={editing} save={store} onCancel={() => setEditing(undefined)} />
      ) : (
        <Button ref={add} onClick={() => setEditing(fresh())}>
          {t('templates.new')}
        </Button>
      )}
      <p role="status" className="text-warn empty:hidden">
        {failed && t('fields.not-saved')}
      </p>
    </section>
  );
}
