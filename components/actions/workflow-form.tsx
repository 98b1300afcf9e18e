import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { hooks } from '../../lib/store/hooks.ts';
import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import { ChoiceChips } from './choice-chips.tsx';
import { ComposerFrame } from './composer-frame.tsx';
import { FormNotice } from './form-notice.tsx';
import { Hint } from './hint.tsx';
import type { ComposerSubject } from './subject.ts';
import { useSend } from './use-send.ts';

/** What is known of the customer, to a workflow the rep set up: exactly the text shown here leaves the browser. */
export function WorkflowForm(subject: ComposerSubject) {
  const { t } = useWords();
  const host = useHost();
  const { send, saving, failed } = useSend(subject);
  const known = useLiveQuery(() => hooks(), []);
  const [picked, setPicked] = useState<string>();
  const [note, setNote] = useState('');
  const chosen = picked ?? known?.[0]?.id;
  const payload = JSON.stringify(payloadOf(subject, note.trim()), null, 2);
  const canSubmit = chosen !== undefined && !saving;
  const label = t('workflow.for', { name: subject.customerName });
  if (known?.length === 0)
    return (
      <FormNotice label={label} text={t('workflow.none')} onClose={subject.onClose}>
        <Button small onClick={() => host.openOptions('writing')}>
          {t('workflow.set-up')}
        </Button>
      </FormNotice>
    );
  return (
    <ComposerFrame
      label={label}
      submit={t('workflow.send')}
      keys=""
      canSubmit={canSubmit}
      onSubmit={() => {
        if (chosen !== undefined) void send({ kind: 'hand-off', payload, on: customerRefs(subject), at: Date.now() }, [chosen]);
      }}
      onEscape={subject.onClose}
      hint={<Hint failed={failed} keepsDraft={false} />}
    >
      <ChoiceChips
        label={t('workflow.which')}
        options={(known ?? []).map(({ id, name }) => ({ id, word: name }))}
        chosen={chosen}
        onChoose={setPicked}
      />
      <label className="flex flex-col gap-1 text-1 text-text-muted">
        {t('workflow.note')}
        <textarea
          value={note}
          rows={2}
          dir="auto"
          // biome-ignore lint/a11y/noAutofocus: the rep has just asked for this form
          autoFocus
          onChange={(event) => setNote(event.target.value)}
          className="field-sizing-content resize-none rounded border border-line-control bg-surface px-2 py-1.5 text-2 text-text"
        />
      </label>
      <details>
        <summary className="min-h-6 content-center text-1 text-text-muted">{t('workflow.preview')}</summary>
        <pre className="mt-1 max-h-48 overflow-auto whitespace-pre-wrap break-words rounded bg-chip p-2 text-1">{payload}</pre>
      </details>
    </ComposerFrame>
  );
}

function customerRefs({ dossier }: ComposerSubject) {
  const linked = dossier?.parts.flatMap((part) => part.records) ?? [];
  return linked.filter(({ link }) => link === 'anchor' || link === 'same').map(({ record }) => record.ref);
}

/** The customer's merged facts and her records' addresses; nothing from timelines, no ids of ours. */
function payloadOf(subject: ComposerSubject, note: string) {
  const fields = subject.profile?.fields ?? {};
  const facts = Object.fromEntries(Object.entries(fields).flatMap(([name, field]) => (field ? [[name, field.values[0]?.value]] : [])));
  const linked = subject.dossier?.parts.flatMap((part) => part.records) ?? [];
  return {
    customer: { name: subject.customerName, ...facts },
    records: linked.filter(({ link }) => link === 'anchor' || link === 'same').map(({ record }) => ({ ...record.ref, url: record.url })),
    ...(note !== '' && { note }),
  };
}
