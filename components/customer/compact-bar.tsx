import { Calendar, CircleCheck, Phone, SquarePen } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import type { ComposerKind } from '../../lib/model/dossier.ts';
import { Ring } from '../scores/ring.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { IconButton } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import type { CustomerFacts } from './facts.ts';

interface Props {
  /** Out of sight = the head has scrolled away. */
  below: RefObject<HTMLElement | null>;
  facts: CustomerFacts;
  total: number | undefined;
  onOpen: (kind: ComposerKind) => void;
}

/** Who it is and the quick actions (two of them where it is narrow), kept in sight once the head has scrolled away. Takes no room of its own. */
export function CompactBar({ below, facts, total, onOpen }: Props) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const head = below.current;
    if (!head || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(([entry]) =>
      setShown(entry !== undefined && !entry.isIntersecting && entry.boundingClientRect.top < 0),
    );
    observer.observe(head);
    return () => observer.disconnect();
  }, [below]);
  if (!shown) return null;
  return (
    <div className="sticky -top-4 z-20 h-0">
      <div className="-mx-4 flex h-12 items-center gap-2 border-line border-b bg-surface px-4 @max-narrow:-mx-3 @max-narrow:px-3 @wide:-mx-5 @wide:px-5">
        <span className="contents @max-narrow:hidden">
          <Avatar name={facts.name} kind={facts.profile.kind} small />
        </span>
        <p data-shortened className="bidi wrap-anywhere line-clamp-2 min-w-0 flex-1 font-strong text-2">
          {facts.name}
        </p>
        <IconButton name={t('action.note')} onClick={() => onOpen('note')}>
          <SquarePen className="size-4" strokeWidth={1.65} />
        </IconButton>
        <IconButton name={t('action.task')} onClick={() => onOpen('task')}>
          <CircleCheck className="size-4" strokeWidth={1.65} />
        </IconButton>
        <span className="contents @max-narrow:hidden">
          <IconButton name={t('action.call')} onClick={() => onOpen('call')}>
            <Phone className="size-4" strokeWidth={1.65} />
          </IconButton>
          <IconButton name={t('action.meeting')} onClick={() => onOpen('meeting')}>
            <Calendar className="size-4" strokeWidth={1.65} />
          </IconButton>
        </span>
        <Ring total={total} small />
      </div>
    </div>
  );
}
