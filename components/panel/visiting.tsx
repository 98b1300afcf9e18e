import { useLiveQuery } from 'dexie-react-hooks';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import type { ComposerKind } from '../../lib/model/dossier.ts';
import { recordKey } from '../../lib/model/records.ts';
import { customerOf } from '../../lib/store/customer-of.ts';
import { draftsOf } from '../../lib/store/drafts.ts';
import { ComposerSlot } from '../actions/composer-slot.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import type { Open } from './use-open.ts';
import { useView } from './view-state.ts';

interface Props extends Pick<Open, 'connections' | 'settings' | 'dictionaries'> {
  record: string;
  kind: ComposerKind;
}

/** A draft of another record, written on without leaving the page: her name on top, and nothing of the open record. */
export function Visiting({ record, kind, connections, settings, dictionaries }: Props) {
  const { t } = useWords();
  const leave = useView((view) => view.leave);
  const known = useLiveQuery(async () => {
    const [about, drafts] = await Promise.all([customerOf(record, undefined), draftsOf(record)]);
    return { record, about, name: drafts.find((draft) => draft.kind === kind)?.customerName };
  }, [record, kind]);
  const [names, setNames] = useState<Record<string, string>>({});
  if (known?.record !== record) return null;
  // The draft goes when it is emptied or sent; the name it was opened with stays on the screen.
  const name = known.name ?? names[record] ?? '';
  if (known.name !== undefined && names[record] !== known.name) setNames({ ...names, [record]: known.name });
  const own = known.about.dossier?.parts.find((part) =>
    part.records.some((linked) => recordKey(linked.record.ref) === record),
  )?.connectionId;
  return (
    <div className="flex flex-col gap-3">
      <Button look="quiet" small className="self-start" onClick={leave}>
        <ArrowLeft className="size-4" strokeWidth={1.65} aria-hidden="true" />
        {t('draft.back')}
      </Button>
      <div className="flex items-center gap-3">
        <Avatar name={name} kind={known.about.dossier?.kind ?? 'person'} />
        <h1 className="bidi line-clamp-3 text-balance text-4">{name}</h1>
      </div>
      <ComposerSlot
        kind={kind}
        subject={{
          record,
          customerName: name,
          dossier: known.about.dossier,
          focus: known.about.opening?.focus,
          openId: own,
          dictionaries,
          connections,
          settings,
          onClose: leave,
        }}
      />
    </div>
  );
}
