import { useEffect, useRef, useState } from 'react';
import type { Action } from '../../lib/model/actions.ts';
import type { ComposerKind } from '../../lib/model/dossier.ts';
import type { RecordRef } from '../../lib/model/records.ts';
import { useHost } from '../host.tsx';
import type { MessageId } from '../words/i18n.ts';
import { whyNotKept } from './not-kept.ts';
import type { ComposerSubject } from './subject.ts';
import { chosenAtFirst, type Target, targetsFor } from './targets.ts';
import { useAction } from './use-action.ts';
import { useDraft } from './use-draft.ts';

type WithoutOn = Action extends infer One ? (One extends Action ? Omit<One, 'on'> : never) : never;

/** What the same click does besides. `on`: exactly these records, wherever the text itself goes; else the chosen systems that can take it. */
export interface Extra {
  action: WithoutOn;
  on?: readonly RecordRef[];
}

/** Everything the composers share: draft, targets, saving. */
export function useComposer(kind: ComposerKind, subject: ComposerSubject) {
  const host = useHost();
  const act = useAction(subject.onClose);
  const field = useRef<HTMLTextAreaElement>(null);
  const setting = `${kind}Targets` as const;
  const remembered = subject.settings[setting];
  const targets = targetsFor(kind, subject.connections, subject.dossier, subject.focus);
  const [picked, setPicked] = useState<string[]>();
  const [saving, setSaving] = useState(false);
  // Beside the state, which a second click in the same frame would not see yet.
  const isUnderWay = useRef(false);
  const [failed, setFailed] = useState<MessageId>();
  // The draft's own choice is known only once it is loaded; a pick made here wins over it.
  const draft = useDraft(subject.record, kind, subject.customerName, picked);
  const drafted = draft.loaded && draft.loaded.targets.length > 0 ? draft.loaded.targets : undefined;
  const chosen = picked ?? chosenAtFirst(targets, drafted, remembered);

  useEffect(() => {
    field.current?.focus();
  }, []);

  const choose = (next: string[]) => {
    setPicked(next);
    void host.changeSettings({ [setting]: next });
  };

  /** `also`: what the same click does besides. `more`: further records it is about. */
  const save = async (action: WithoutOn, { also = [], more = [] }: { also?: readonly Extra[]; more?: readonly RecordRef[] } = {}) => {
    if (isUnderWay.current || chosen.length === 0) return;
    isUnderWay.current = true;
    setSaving(true);
    setFailed(undefined);
    const order = (what: WithoutOn, places: readonly Target[], further: readonly RecordRef[]) => {
      const there = places.filter(({ connection, off }) => off === undefined && chosen.includes(connection.id));
      const isThere = ({ system, account }: RecordRef) =>
        there.some(({ connection }) => connection.system === system && connection.account === account);
      return {
        record: subject.record,
        customerName: subject.customerName,
        action: { ...what, on: [...there.flatMap((target) => target.refs), ...further.filter(isThere)] } as Action,
        targets: there.map(({ connection }) => connection.id),
      };
    };
    const orderOf = ({ action: what, on }: Extra) => {
      if (!on) return order(what, targetsFor(what.kind, subject.connections, subject.dossier, subject.focus), []);
      const there = subject.connections.filter(({ system, account }) => on.some((ref) => ref.system === system && ref.account === account));
      const { record, customerName } = subject;
      return { record, customerName, action: { ...what, on } as Action, targets: there.map(({ id }) => id) };
    };
    try {
      const others = also.map(orderOf).filter((each) => each.targets.length > 0);
      await draft.hold();
      await act(order(action, targets, more), ...others);
    } catch (error) {
      draft.release();
      setFailed(whyNotKept(error, 'composer.not-kept'));
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

  return { field, targets, chosen, choose, draft, save, saving, failed, close };
}
