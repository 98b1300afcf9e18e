import { useEffect } from 'react';
import type { ComposerKind } from '../../lib/model/dossier.ts';

const KEYS: Readonly<Record<string, ComposerKind>> = { KeyN: 'note', KeyT: 'task', KeyC: 'call', KeyM: 'meeting' };

/** N, T, C and M open a composer, by the key's place: a Cyrillic layout has them too. Not while something is typed or a dialog is open. Draws nothing. */
export function LetterKeys({ open }: { open: (kind: ComposerKind) => void }) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const kind = KEYS[event.code];
      if (!kind || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return;
      const target = event.target instanceof Element ? event.target : undefined;
      if (target?.closest('input:not([type=radio], [type=checkbox]), textarea, select, dialog, [role=menu], [popover]')) return;
      event.preventDefault();
      open(kind);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [open]);
  return null;
}
