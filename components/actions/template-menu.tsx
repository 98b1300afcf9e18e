import { FileText, Settings2 } from 'lucide-react';
import { useId, useRef } from 'react';
import { BLANK, filledTemplate, type Template } from '../../lib/model/template.ts';
import { useHost } from '../host.tsx';
import { moveFocus } from '../shell/move-focus.ts';
import { useWords } from '../words/use-words.ts';
import type { ComposerSubject } from './subject.ts';
import { templateValues } from './template-values.ts';

const ITEM =
  'flex min-h-9 w-full items-center gap-2 rounded px-2 text-start text-2 hover:bg-surface-hover focus-visible:bg-surface-pressed';

interface Props {
  kind: Template['kind'];
  subject: ComposerSubject;
  /** What is typed so far: a template comes after it. */
  text: string;
  field: { current: HTMLTextAreaElement | null };
  onChange: (text: string) => void;
}

/** The rep's templates for this kind; the chosen one is written into the field, its first blank selected. */
export function TemplateMenu({ kind, subject, text, field, onChange }: Props) {
  const { t, format } = useWords();
  const host = useHost();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const templates = (subject.settings.templates ?? []).filter((template) => template.kind === kind);

  const take = (template: Template) => {
    const filled = filledTemplate(template.text, templateValues(subject, format, Date.now()));
    const glue = text.trim() === '' ? '' : kind === 'note' ? `${text.trimEnd()}\n` : `${text.trimEnd()} `;
    const next = kind === 'note' ? `${glue}${filled}` : `${glue}${filled}`.replace(/\s*\n\s*/g, ' ');
    onChange(next);
    menu.current?.hidePopover();
    const blank = next.indexOf(BLANK, glue.length);
    // Once the field holds it; before, there is nothing to select.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(blank < 0 ? next.length : blank, blank < 0 ? next.length : blank + BLANK.length);
    });
  };

  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        className="inline-flex min-h-control-sm items-center -ms-1 gap-1.5 self-start rounded px-1 text-1 text-text-muted hover:bg-surface-hover"
      >
        <FileText className="size-3.5" strokeWidth={2} aria-hidden="true" />
        {t('templates.use')}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={t('templates.title')}
        className="pop pop-start max-h-72 w-60 overflow-y-auto p-1.5"
        onToggle={(event) => {
          if (event.newState === 'open') menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
        }}
        onKeyDown={(event) => {
          // The popover closes by itself; the composer stays open.
          if (event.key === 'Escape') event.stopPropagation();
          moveFocus(event);
        }}
      >
        {templates.map((template) => (
          <button key={template.id} type="button" role="menuitem" className={ITEM} onClick={() => take(template)}>
            <span className="bidi line-clamp-4">{template.name}</span>
          </button>
        ))}
        {templates.length > 0 && <hr className="my-1.5 border-line" />}
        <button
          type="button"
          role="menuitem"
          className={ITEM}
          onClick={() => {
            menu.current?.hidePopover();
            host.openOptions('writing');
          }}
        >
          <Settings2 className="size-4 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
          {t(templates.length > 0 ? 'templates.edit-all' : 'templates.first')}
        </button>
      </div>
    </>
  );
}
