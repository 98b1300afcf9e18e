import { useLiveQuery } from 'dexie-react-hooks';
import { Activity, Calendar, CircleCheck, CornerDownLeft, Lock, Phone, Plug, Search, SlidersHorizontal, SquarePen } from 'lucide-react';
import { type ComponentType, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ComposerKind, CustomerSummary } from '../../lib/model/dossier.ts';
import type { FoundRecord } from '../../lib/model/found.ts';
import { recordKey } from '../../lib/model/records.ts';
import { lockState } from '../../lib/store/lock-state.ts';
import { recentCustomers } from '../../lib/store/reading.ts';
import { composerKey } from '../customer/customer-view.tsx';
import { useHost } from '../host.tsx';
import { Live } from '../shell/live.tsx';
import type { MessageId } from '../words/i18n.ts';
import { shorten } from '../words/shorten.ts';
import { useWords } from '../words/use-words.ts';
import { FoundLine } from './found-line.tsx';
import { NoAnswer, NothingFound, systemNames } from './found-list.tsx';
import { nameOf } from './name-of.ts';
import { useFound } from './use-found.ts';
import { useInSight } from './use-in-sight.ts';
import { useOnline } from './use-online.ts';
import type { Open } from './use-open.ts';
import { useOpenFound } from './use-open-found.ts';
import { useView } from './view-state.ts';

type Icon = ComponentType<{ className?: string; strokeWidth?: number }>;

interface Choice {
  id: string;
  group: string;
  label: string;
  icon?: Icon;
  record?: FoundRecord;
  /** The key that does the same without the palette. */
  letter?: string;
  act: () => void;
}

const ACTS: readonly { kind: ComposerKind; word: MessageId; icon: Icon; letter: string }[] = [
  { kind: 'note', word: 'palette.note', icon: SquarePen, letter: 'N' },
  { kind: 'task', word: 'palette.task', icon: CircleCheck, letter: 'T' },
  { kind: 'call', word: 'palette.call', icon: Phone, letter: 'C' },
  { kind: 'meeting', word: 'palette.meeting', icon: Calendar, letter: 'M' },
];
const FOUND = 8;
const RECENT = 4;

/** Any customer of the cache, the four quick actions, the settings; works offline. */
export default function Palette({ open }: { open: Open }) {
  const { t } = useWords();
  const host = useHost();
  const view = useView();
  const dialog = useRef<HTMLDialogElement>(null);
  const [turn] = useState(view.paletteTurn);
  const [query, setQuery] = useState(view.paletteQuery);
  const [at, setAt] = useState(0);
  const asked = query.trim();
  const isOnline = useOnline();
  const openFound = useOpenFound();
  const latest = useLiveQuery(() => recentCustomers(RECENT), []);
  const recent = latest ?? [];
  const { found, hasFailed, askAgain } = useFound(asked, FOUND, latest);
  const systemOf = systemNames(open.connections);
  const hasPassphrase = useLiveQuery(() => lockState(), [])?.hasPassphrase;

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  // Through the dialog, which gives the focus back to where it was.
  const close = () => dialog.current?.close();
  const { record, dossier } = open;
  const here =
    record && dossier
      ? {
          key: composerKey({ ...open, record }, view.people[recordKey(record.ref)]),
          name: shorten(nameOf(open, view.people[recordKey(record.ref)])),
        }
      : undefined;
  const hasLetters = open.settings.letterKeys !== false;
  const acts = here
    ? ACTS.map(
        ({ kind, word, icon, letter }): Choice => ({
          id: kind,
          group: t('palette.with', { name: here.name }),
          label: t(word),
          icon,
          ...(hasLetters && { letter }),
          act: () => view.writeHere(here.key, kind),
        }),
      )
    : [];
  const places: Choice[] = [
    { id: 'connections', group: t('palette.go'), label: t('options.connections'), icon: Plug, act: () => host.openOptions('connections') },
    { id: 'status', group: t('palette.go'), label: t('options.status'), icon: Activity, act: () => host.openOptions('status') },
    { id: 'general', group: t('palette.go'), label: t('foot.settings'), icon: SlidersHorizontal, act: () => host.openOptions('general') },
    ...(hasPassphrase ? [{ id: 'lock', group: 'Sidelight', label: t('pass.lock-now'), icon: Lock, act: () => void host.lockNow() }] : []),
  ];
  const records: readonly FoundRecord[] = asked === '' ? recent.map(foundFrom) : (found?.records ?? []);
  const customers = records.map(
    (record): Choice => ({
      id: record.key,
      group: t('palette.customers'),
      label: record.name,
      record,
      act: () => void openFound(record),
    }),
  );
  const wanted = asked.toLocaleLowerCase();
  const choices = [...customers, ...[...acts, ...places].filter((choice) => choice.label.toLocaleLowerCase().includes(wanted))];
  const isAnswered = asked === '' || found?.query === asked;
  const place = Math.min(at, choices.length - 1);
  const active = choices[place];
  useInSight(`palette-${place}`);

  const run = (choice: Choice | undefined) => {
    // What is on the screen answers an earlier question as long as the next answer is awaited.
    if (!choice || (choice.record && !isAnswered)) return;
    close();
    choice.act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((current) => (choices.length === 0 ? 0 : (Math.min(current, choices.length - 1) + step + choices.length) % choices.length));
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(active);
    }
  };
  let group = '';
  return (
    <dialog
      ref={dialog}
      aria-label={t('foot.find')}
      // Told a moment later, when it may have been opened anew.
      onClose={() => useView.getState().paletteTurn === turn && view.setPalette(false)}
      closedby="any"
      className="appear m-2 w-auto max-w-none flex-col open:flex overflow-hidden rounded-3 border border-line-strong bg-surface-raised p-0 shadow-3"
    >
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search className="size-4 shrink-0 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={active && `palette-${place}`}
          aria-label={t('find.label')}
          placeholder={t('find.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="min-h-10 min-w-0 flex-1 bg-transparent text-ellipsis outline-none placeholder:text-text-faint"
        />
        <kbd className="rounded-1 bg-chip px-1 font-sans text-glyph text-text-muted">Esc</kbd>
      </div>
      <div id="palette-list" role="listbox" aria-label={t('find.results')} className="overflow-y-auto p-1.5">
        {choices.map((choice, index) => {
          const heading = choice.group === group ? undefined : choice.group;
          group = choice.group;
          const isActive = index === place;
          const Icon = choice.icon;
          return (
            <div key={choice.id} role="presentation">
              {heading && <p className="bidi px-2 pt-2 pb-1 text-1 text-text-muted">{heading}</p>}
              <div
                id={`palette-${index}`}
                role="option"
                aria-selected={isActive}
                tabIndex={-1}
                onPointerMove={() => setAt(index)}
                onClick={() => run(choice)}
                onKeyDown={(event) => event.key === 'Enter' && run(choice)}
                className={`flex min-h-9 items-center gap-2 rounded px-2 py-1 ${isActive ? 'bg-surface-pressed' : ''}`}
              >
                {choice.record ? (
                  <FoundLine record={choice.record} query={found?.query ?? ''} systemName={systemOf(choice.record.ref)} />
                ) : (
                  <>
                    {Icon && <Icon className="size-4 text-text-muted" strokeWidth={1.65} />}
                    <span className="bidi min-w-0 flex-1">
                      <span className="line-clamp-4">{choice.label}</span>
                    </span>
                  </>
                )}
                {choice.letter && (
                  <span aria-hidden="true" className="@max-narrow:hidden rounded-1 bg-chip px-1.5 font-sans text-glyph text-text-muted">
                    {choice.letter}
                  </span>
                )}
                {isActive && <CornerDownLeft className="size-4 shrink-0 text-text-muted" strokeWidth={1.65} aria-hidden="true" />}
              </div>
            </div>
          );
        })}
      </div>
      {hasFailed && <NoAnswer onAskAgain={askAgain} />}
      {asked !== '' && isAnswered && !hasFailed && records.length === 0 && <NothingFound />}
      {!isOnline && <p className="border-line border-t px-3 py-2 text-1 text-text-muted">{t('find.offline')}</p>}
      <Live text={asked !== '' && isAnswered ? t('find.count', { n: records.length }) : ''} />
    </dialog>
  );
}

function foundFrom({ dossier, kind, anchor, name, companyName, title, emails, phones }: CustomerSummary): FoundRecord {
  return {
    key: dossier,
    kind,
    ref: anchor,
    name,
    emails,
    phones,
    dossier,
    ...(companyName !== undefined && { company: companyName }),
    ...(title !== undefined && { title }),
  };
}
