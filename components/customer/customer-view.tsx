import { Calendar, CircleCheck, type LucideIcon, Phone, SquarePen } from 'lucide-react';
import { type KeyboardEvent, Suspense, useMemo, useRef } from 'react';
import type { ComposerKind, Dossier } from '../../lib/model/dossier.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { leadFacts, scoreLead } from '../../lib/scoring/index.ts';
import { ComposerSlot } from '../actions/composer-slot.tsx';
import type { FormKind } from '../actions/form-kind.ts';
import type { Open } from '../panel/use-open.ts';
import { useView } from '../panel/view-state.ts';
import { ScoreButton } from '../scores/ring.tsx';
import { SkeletonHead, SkeletonRows } from '../shell/skeleton.tsx';
import type { MessageId } from '../words/i18n.ts';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useWords } from '../words/use-words.ts';
import { CompactBar } from './compact-bar.tsx';
import type { Around } from './context.ts';
import { Deals } from './deals.tsx';
import { type CustomerFacts, factsOf } from './facts.ts';
import { FocusBlock } from './focus-block.tsx';
import { CustomerHead, MarkRow } from './head.tsx';
import { MoreMenu } from './more-menu.tsx';
import { Overview } from './overview.tsx';
import { tabsFor } from './tabs.ts';
import { TILE } from './tile.ts';
import { Trouble } from './trouble.tsx';

const ScoreExplained = lazyPiece(() => import('../scores/explained.tsx').then((module) => module.default));
const MoneyTab = lazyPiece(() => import('./money.tsx').then((module) => module.MoneyTab));
const Tickets = lazyPiece(() => import('./tickets.tsx').then((module) => module.Tickets));
const Timeline = lazyPiece(() => import('../timeline/timeline.tsx').then((module) => module.Timeline));

const TILES: { kind: ComposerKind; word: MessageId; icon: LucideIcon }[] = [
  { kind: 'note', word: 'action.note', icon: SquarePen },
  { kind: 'task', word: 'action.task', icon: CircleCheck },
  { kind: 'call', word: 'action.call', icon: Phone },
  { kind: 'meeting', word: 'action.meeting', icon: Calendar },
];

interface Props {
  open: Open & { record: NonNullable<Open['record']>; dossier: Dossier };
  /** An answer is awaited. */
  isAsking: boolean;
  onAskAgain: () => void;
}

/** recordKey a composer belongs to: the open record, or the person chosen instead of the first. */
export function composerKey(open: Pick<Open, 'opening'> & { record: NonNullable<Open['record']> }, chosen: RecordRef | undefined): string {
  const first = open.opening?.people[0]?.ref;
  const isFirst = chosen === undefined || (first !== undefined && recordKey(first) === recordKey(chosen));
  return isFirst ? recordKey(open.record.ref) : recordKey(chosen);
}

function scoreOf(dossier: Dossier, facts: CustomerFacts, asOf: number) {
  const told = dossier.parts.some((part) => part.answeredAt !== undefined);
  return scoreLead(
    leadFacts({
      records: [...facts.own, ...facts.companies].map(({ record }) => record),
      ...(told && { activities: dossier.parts.flatMap((part) => part.activities) }),
      asOf,
    }),
  );
}

/** One customer out of every system. */
export function CustomerView({ open, isAsking, onAskAgain }: Props) {
  const { t } = useWords();
  const view = useView();
  const head = useRef<HTMLDivElement>(null);
  const { record, dossier, opening, connections, dictionaries } = open;
  const key = recordKey(record.ref);
  const rules = open.settings.mergeRules;
  const around: Around = useMemo(() => ({ connections, dictionaries }), [connections, dictionaries]);
  const facts = useMemo(() => factsOf(dossier, around, record.ref, rules), [dossier, around, record.ref, rules]);
  // To the minute: the score of one customer does not flicker between two frames.
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  const score = useMemo(() => facts && scoreOf(dossier, facts, minute), [dossier, facts, minute]);
  if (!facts || !score)
    return (
      <div aria-busy="true" className="flex flex-col gap-3">
        <span className="sr-only">{t('customer.loading')}</span>
        <SkeletonHead />
        <MarkRow isAsking={isAsking} connections={connections} parts={dossier.parts} facts={undefined} openId={record.connectionId} />
        <Trouble connections={connections} parts={dossier.parts} onRetry={onAskAgain} />
        <SkeletonRows count={5} />
      </div>
    );

  const tabs = tabsFor(connections, facts);
  const chosen = view.tabs[key];
  const tab = tabs.some(({ id }) => id === chosen) && chosen !== undefined ? chosen : 'overview';
  const draftKey = composerKey(open, view.people[key]);
  const composer = view.composers[draftKey];
  const isComplete = !isAsking && dossier.parts.every(({ state }) => state !== 'asking');
  const toggle = (kind: FormKind) => (composer === kind ? view.closeComposer(draftKey) : view.openComposer(draftKey, kind));
  const isScoreOpen = view.scoreOpen === key;

  const closeScore = () => {
    view.toggleScore(key);
    head.current?.querySelector<HTMLElement>('button')?.focus();
  };
  const openFromBar = (kind: ComposerKind) => {
    view.openComposer(draftKey, kind);
    head.current?.scrollIntoView();
  };

  return (
    <>
      <CompactBar below={head} facts={facts} total={score.total} onOpen={openFromBar} />
      <div className="flex flex-col gap-3">
        <div ref={head}>
          <CustomerHead
            facts={facts}
            ring={<ScoreButton total={score.total} open={isScoreOpen} onToggle={() => view.toggleScore(key)} />}
          />
        </div>
        <MarkRow isAsking={isAsking} connections={connections} parts={dossier.parts} facts={facts} openId={record.connectionId} />
        {opening && (opening.focus || opening.people.length > 1) && (
          <FocusBlock
            opening={opening}
            connectionId={record.connectionId}
            around={around}
            shown={view.people[key] ?? opening.people[0]?.ref}
            onSelect={(person) => view.selectPerson(key, person)}
          />
        )}
        {isScoreOpen && (
          <Suspense>
            <ScoreExplained score={score} onClose={closeScore} />
          </Suspense>
        )}
        <div role="toolbar" aria-label={t('action.label')} className="flex flex-wrap gap-2 @max-narrow:gap-1">
          {TILES.map(({ kind, word, icon: Icon }) => (
            <button
              key={kind}
              id={`tile-${kind}`}
              type="button"
              aria-expanded={composer === kind}
              onClick={() => toggle(kind)}
              className={TILE}
            >
              <Icon className="size-4.5" strokeWidth={1.65} aria-hidden="true" />
              {t(word)}
            </button>
          ))}
          <MoreMenu facts={facts} around={around} openId={record.connectionId} onRefresh={onAskAgain} onOpen={toggle} score={score.total} />
        </div>
        {composer && (
          <ComposerSlot
            kind={composer}
            subject={{
              record: draftKey,
              customerName: facts.name,
              dossier,
              profile: facts.profile,
              focus: opening?.focus,
              openId: record.connectionId,
              dictionaries,
              connections,
              settings: open.settings,
              onClose: () => {
                view.closeComposer(draftKey);
                (document.getElementById(`tile-${composer}`) ?? document.getElementById('tile-more'))?.focus();
              },
            }}
          />
        )}
        <div>
          <div
            role="tablist"
            aria-label={t('tab.label')}
            onKeyDown={rove}
            className="-mx-4 flex flex-wrap gap-x-4 border-line border-b px-4 @max-narrow:-mx-3 @max-narrow:gap-x-3 @max-narrow:px-3"
          >
            {tabs.map(({ id, word, count = () => 0 }) => (
              <button
                key={id}
                type="button"
                role="tab"
                id={`tab-${id}`}
                aria-selected={tab === id}
                aria-controls="tab-panel"
                tabIndex={tab === id ? 0 : -1}
                onClick={() => view.selectTab(key, id)}
                className={`relative min-h-row font-medium ${tab === id ? 'text-text after:absolute after:inset-x-0 after:-bottom-px after:border-accent after:border-b-2' : 'text-text-muted hover:text-text'}`}
              >
                {t(word)}
                {count(facts) > 0 && <span className="@max-wide:hidden ms-1 text-1 text-text-muted">{count(facts)}</span>}
              </button>
            ))}
          </div>
          <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
            <Trouble connections={connections} parts={dossier.parts} onRetry={onAskAgain} />
            {tab === 'overview' && (
              <Overview dossier={dossier} facts={facts} mappings={open.mappings} around={around} isComplete={isComplete} />
            )}
            {tab === 'timeline' && (
              <Suspense>
                <Timeline dossier={dossier} entries={facts.timeline} around={around} isComplete={isComplete} />
              </Suspense>
            )}
            {tab === 'deals' && <Deals dossier={dossier} facts={facts} around={around} isComplete={isComplete} />}
            {tab === 'money' && (
              <Suspense>
                <MoneyTab dossier={dossier} facts={facts} around={around} isComplete={isComplete} />
              </Suspense>
            )}
            {tab === 'tickets' && (
              <Suspense>
                <Tickets dossier={dossier} facts={facts} around={around} isComplete={isComplete} />
              </Suspense>
            )}
          </div>
        </div>
      </div>
    </>
  );
}

/** Arrows, Home and End move through the tabs; the tab in focus is the one shown. */
function rove(event: KeyboardEvent<HTMLElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const next = { [forward]: at + 1, [forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight']: at - 1, Home: 0, End: tabs.length - 1 }[
    event.key
  ];
  if (next === undefined) return;
  event.preventDefault();
  const tab = tabs.at(next % tabs.length);
  tab?.focus();
  tab?.click();
}
