import { blanksIn } from '../../lib/model/template.ts';
import { useWords } from '../words/use-words.ts';
import { commandKeys } from './command-keys.ts';
import { ComposerFrame } from './composer-frame.tsx';
import { Hint } from './hint.tsx';
import { MarkedField } from './marked-field.tsx';
import type { ComposerSubject } from './subject.ts';
import { SuggestionChips, useSuggestions } from './suggestion-chips.tsx';
import { TargetChips } from './target-chips.tsx';
import { TemplateMenu } from './template-menu.tsx';
import { useComposer } from './use-composer.ts';

/** Type, Ctrl/⌘+Enter. */
export function NoteComposer(subject: ComposerSubject) {
  const { t } = useWords();
  const { field, targets, chosen, choose, draft, save, saving, failed, close } = useComposer('note', subject);
  const text = draft.text.trim();
  const suggestions = useSuggestions({ draft, subject, withDates: true });
  const submit = () => {
    if (text !== '') void save({ kind: 'note', text, at: Date.now() }, { also: suggestions.extras });
  };
  return (
    <ComposerFrame
      label={t('composer.note-for', { name: subject.customerName })}
      submit={t('composer.save-note')}
      keys={commandKeys('↵')}
      canSubmit={text !== '' && chosen.length > 0 && !saving}
      onSubmit={submit}
      onEscape={close}
      hint={<Hint failed={failed} />}
    >
      <MarkedField
        field={field}
        label={t('composer.note-field')}
        value={draft.text}
        marks={blanksIn(draft.text)}
        rows="many"
        onChange={draft.change}
        onBlur={draft.flush}
      />
      <TemplateMenu kind="note" subject={subject} text={draft.text} field={field} onChange={draft.change} />
      <SuggestionChips suggestions={suggestions} subject={subject} />
      <TargetChips targets={targets} chosen={chosen} openId={subject.openId} onChange={choose} />
    </ComposerFrame>
  );
}
