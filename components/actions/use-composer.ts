import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Action } from '../../lib/model/actions.ts';
import { useHost } from '../host.tsx';
import type { ComposerSubject } from './subject.ts';
import { chosenAtFirst, targetsFor } from './targets.ts';
import { useAction } from './use-action.ts';
import { useDraft } from './use-draft.ts';

type WithoutOn = Action extends infer One ? (One extends Action ? Omit<One, 'on'> : never) : never;

/** Everything the note and the task composer share: draft, targets, keys, saving. */
export function useComposer(kind: 'note' | 'task', subject: ComposerSubject) {
  const host = useHost();
  const act = useAction();
  const field = useRef<HTMLTextAreaElement>(null);
  const remembered = kind === 'note' ? subject.settings.noteTargets : subject.settings.taskTargets;
  const targets = targetsFor(kind, subject.connections, subject.dossier, subject.focus);
  const [picked, setPicked] = useState<string[]>();
  const [saving, setSaving] = useState(false);
  // Beside the state, which a second click in the same frame would not see yet.
  const isUnderWay = useRef(false);
  const [failed, setFailed] = useState(false);
  // The draft's own choice is known only once it is loaded; a pick made here wins over it.
  const draft = useDraft(subject.record, kind, subject.customerName, picked ?? []);
  const drafted = draft.loaded && draft.loaded.targets.length > 0 ? draft.loaded.targets : undefined;
  const chosen = picked ?? chosenAtFirst(targets, drafted, remembered);

  useEffect(() => {
    field.current?.focus();
  }, []);

  const choose = (next: string[]) => {
    setPicked(next);
    void host.changeSettings(kind === 'note' ? { noteTargets: next } : { taskTargets: next });
  };

  const save = async (action: WithoutOn) => {
    if (isUnderWay.current || chosen.length === 0) return;
    isUnderWay.current = true;
    setSaving(true);
    setFailed(false);
    try {
      const on = targets.filter((target) => chosen.includes(target.connection.id)).flatMap((target) => target.refs);
      await draft.hold();
      await act({ record: subject.record, customerName: subject.customerName, action: { ...action, on } as Action, targets: chosen });
      subject.onClose();
    } catch {
      draft.release();
      setFailed(true);
    } finally {
      isUnderWay.current = false;
      setSaving(false);
    }
  };

  /** Esc closes and keeps the draft. */
  const close = () => {
    draft.flush();
    subject.onClose();
  };

  const isSubmitKey = (event: KeyboardEvent) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing;

  return { field, targets, chosen, choose, draft, save, saving, failed, close, isSubmitKey };
}
