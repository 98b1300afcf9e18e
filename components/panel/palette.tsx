import { useLiveQuery } from 'dexie-react-hooks';
import { CircleCheck, ExternalLink, Plug, Search, SlidersHorizontal, SquarePen } from 'lucide-react';
import { type ComponentType, type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import { recordKey } from '../../lib/model/records.ts';
import { recentCustomers, searchCustomers } from '../../lib/store/reading.ts';
import { composerKey } from '../customer/customer-view.tsx';
import { useHost } from '../host.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { safeHref } from '../shell/safe-href.ts';
import { shorten } from '../words/shorten.ts';
import { useWords } from '../words/use-words.ts';
import type { Open } from './use-open.ts';
import { useView } from './view-state.ts';

interface Choice {
  id: string;
  group: string;
  label: string;
  second?: string | undefined;
  icon?: ComponentType<{ className?: string; strokeWidth?: number }>;
  kind?: 'person' | 'company';
  act: () => void;
}

/** Any customer of the cache, any action, any place; works offline. */
export default function Palette({ open }: { open: Open }) {
  const { t } = useWords();
  const host = useHost();
  const view = useView();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(query.trim());
  const customers = useLiveQuery(() => (asked === '' ? recentCustomers(4) : searchCustomers(asked, 8)), [asked]) ?? [];

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  // Through the dialog, which gives the focus back to where it was.
  const close = () => dialog.current?.close();
  const { record, dossier } = open;
  const here =
    record && dossier
      ? { key: composerKey({ ...open, record }, view.people[recordKey(record.ref)]), name: shorten(open.opening?.people[0]?.name ?? '') }
      : undefined;
  const acts: Choice[] = here
    ? [
        {
          id: 'note',
          group: t('palette.with', { name: here.name }),
          label: t('palette.note'),
          icon: SquarePen,
          act: () => view.openComposer(here.key, 'note'),
        },
        {
          id: 'task',
          group: t('palette.with', { name: here.name }),
          label: t('palette.task'),
          icon: CircleCheck,
          act: () => view.openComposer(here.key, 'task'),
        },
      ]
    : [];
  const places: Choice[] = [
    { id: 'connections', group: t('palette.go'), label: t('options.connections'), icon: Plug, act: () => host.openOptions('connections') },
    { id: 'general', group: t('palette.go'), label: t('foot.settings'), icon: SlidersHorizontal, act: () => host.openOptions('general') },
  ];
  const found: Choice[] = customers.flatMap((customer): Choice[] => {
    const url = safeHref(customer.url);
    return url === undefined
      ? []
      : [
          {
            id: customer.dossier,
            group: t('palette.customers'),
            label: customer.name,
            second: customer.companyName ?? customer.title,
            kind: customer.kind,
            icon: ExternalLink,
            act: () => host.openTab(url),
          },
        ];
  });
  const wanted = asked.toLocaleLowerCase();
  const choices = [...found, ...[...acts, ...places].filter((choice) => choice.label.toLocaleLowerCase().includes(wanted))];
  const active = choices[Math.min(at, choices.length - 1)];

  const run = (choice: Choice | undefined) => {
    if (!choice) return;
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
      onClose={() => view.setPalette(false)}
      closedby="any"
      className="appear m-2 flex w-auto max-w-none flex-col overflow-hidden rounded-3 border border-line-strong bg-surface-raised p-0 shadow-3"
    >
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search className="size-4 shrink-0 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={active && `palette-${active.id}`}
          aria-label={t('find.label')}
          placeholder={t('find.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="min-h-10 min-w-0 flex-1 bg-transparent outline-none placeholder:text-text-faint"
        />
        <kbd className="rounded-1 bg-chip px-1 font-sans text-glyph text-text-muted">Esc</kbd>
      </div>
      <div id="palette-list" role="listbox" aria-label={t('find.results')} className="overflow-y-auto p-1.5">
        {choices.map((choice) => {
          const heading = choice.group === group ? undefined : choice.group;
          group = choice.group;
          const isActive = choice.id === active?.id;
          const Icon = choice.icon;
          return (
            <div key={choice.id} role="presentation">
              {heading && <p className="bidi px-2 pt-2 pb-1 text-1 text-text-muted">{heading}</p>}
              <div
                id={`palette-${choice.id}`}
                role="option"
                aria-selected={isActive}
                tabIndex={-1}
                onPointerMove={() => setAt(choices.indexOf(choice))}
                onClick={() => run(choice)}
                onKeyDown={(event) => event.key === 'Enter' && run(choice)}
                className={`flex min-h-9 items-center gap-2 rounded px-2 ${isActive ? 'bg-surface-pressed' : ''}`}
              >
                {choice.kind ? (
                  <Avatar name={choice.label} kind={choice.kind} small />
                ) : (
                  Icon && <Icon className="size-4 text-text-muted" strokeWidth={1.65} />
                )}
                <span className="bidi min-w-0 flex-1">
                  <span className="line-clamp-2">{choice.label}</span>
                </span>
                {choice.second && <span className="bidi max-w-1/2 text-1 text-text-muted">{choice.second}</span>}
              </div>
            </div>
          );
        })}
        {choices.length === 0 && <p className="px-2 py-3 text-text-muted">{t('find.nothing')}</p>}
      </div>
    </dialog>
  );
}
