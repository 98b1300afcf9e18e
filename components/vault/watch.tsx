import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { StoreError, type StoreErrorKind } from '../../lib/model/errors.ts';
import { condition, troubleOpening } from '../../lib/store/condition.ts';
import { onLockChange } from '../../lib/store/keeper.ts';
import { lockState } from '../../lib/store/lock-state.ts';
import type { GateHost, GateState } from './host.ts';

/** Longer than this a database takes to open only when something holds it. */
const BLOCKED_AFTER_MS = 5_000;
/** A click or a key counts as use this often; the lock counts in minutes. */
const USE_EVERY_MS = 20_000;

/** Draws nothing: tells how the store stands, whenever that changes, and that the rep is there; hears the key that locks. */
export function Watch({ host, tell }: { host: GateHost; tell: (state: GateState) => void }) {
  const [turn, setTurn] = useState(0);
  const [opening, setOpening] = useState<{ trouble: StoreErrorKind | undefined }>();
  useEffect(() => onLockChange(() => setTurn((before) => before + 1)), []);
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => setOpening({ trouble: 'storage-blocked' }), BLOCKED_AFTER_MS);
    void troubleOpening().then((trouble) => {
      clearTimeout(timer);
      if (!isOver) setOpening({ trouble });
    });
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, []);
  useUse(host);
  useLockKey(host);
  const read = useLiveQuery(() => condition(), [turn]);
  const trouble = opening?.trouble ?? read?.trouble;
  const isLocked = read?.isLocked;
  useEffect(() => {
    if (trouble) tell({ isLocked: false, trouble: new StoreError(trouble) });
    else if (isLocked !== undefined) tell({ isLocked });
  }, [tell, trouble, isLocked]);
  return null;
}

/** The rep leaves her desk: one key closes the store, by its place, so on a Cyrillic layout too. Without a passphrase it does nothing. */
function useLockKey(host: GateHost): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.code !== 'KeyL' || !(event.ctrlKey || event.metaKey) || !event.shiftKey || event.altKey || event.repeat) return;
      event.preventDefault();
      void lockState().then(({ hasPassphrase }) => hasPassphrase && host.lock());
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [host]);
}

function useUse(host: GateHost): void {
  useEffect(() => {
    let last = 0;
    const onUse = () => {
      if (Date.now() - last < USE_EVERY_MS) return;
      last = Date.now();
      host.used();
    };
    for (const name of ['pointerdown', 'keydown']) document.addEventListener(name, onUse);
    return () => {
      for (const name of ['pointerdown', 'keydown']) document.removeEventListener(name, onUse);
    };
  }, [host]);
}
