import { useRef, useState } from 'react';
import type { Action } from '../../lib/model/actions.ts';
import type { MessageId } from '../words/i18n.ts';
import { whyNotKept } from './not-kept.ts';
import type { ComposerSubject } from './subject.ts';
import { useAction } from './use-action.ts';

/** Sends what a form without a draft holds, once; the form stays open when this computer could not keep it. */
export function useSend({ record, customerName, onClose }: Pick<ComposerSubject, 'record' | 'customerName' | 'onClose'>) {
  const act = useAction(onClose);
  const [saving, setSaving] = useState(false);
  const [failed, setFailed] = useState<MessageId>();
  // Beside the state, which a second click in the same frame would not see yet.
  const isUnderWay = useRef(false);
  /** `action`: or what makes it, where that takes a while. */
  const send = async (action: Action | (() => Promise<Action>), targets: string[]) => {
    if (isUnderWay.current || targets.length === 0) return;
    isUnderWay.current = true;
    setSaving(true);
    setFailed(undefined);
    try {
      await act({ record, customerName, action: typeof action === 'function' ? await action() : action, targets });
    } catch (error) {
      setFailed(whyNotKept(error, 'composer.not-kept'));
    } finally {
      isUnderWay.current = false;
      setSaving(false);
    }
  };
  return { send, saving, failed };
}
