import { Calendar, CircleCheck, type LucideIcon, Phone, SquarePen } from 'lucide-react';
import { Suspense, useCallback, useDeferredValue, useMemo, useRef } from 'react';
import type { ComposerKind, Dossier } from '../../lib/model/dossier.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { ComposerSlot } from '../actions/composer-slot.tsx';
import type { FormKind } from '../actions/form-kind.ts';
import type { Open } from '../panel/use-open.ts';
import { useView } from '../panel/view-state.ts';
import { ScoreButton } from '../scores/ring.tsx';
import { useLeadScore } from '../scores/use-lead-score.ts';
import { SkeletonHead, SkeletonRows } from '../shell/skeleton.tsx';
import type { MessageId } from '../words/i18n.ts';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useWords } from '../words/use-words.ts';
import type { Around } from './context.ts';
import { CustomerTabs } from './customer-tabs.tsx';
import { factsOf } from './facts.ts';
import { FocusBlock } from './focus-block.tsx';
import { CustomerHead, MarkRow } from './head.tsx';
import { MoreMenu } from './more-menu.tsx';
import { TILE } from './tile.ts';
import { Trouble } from './trouble-slot.tsx';

const CompactBar = lazyPiece(() => import('./compact-bar.tsx').then((module) => module.CompactBar));
const LetterKeys = lazyPiece(() => import('./letter-keys.ts').then((module) => module.LetterKeys));
const ScoreExplained = lazyPiece(() => import('../scores/explained.tsx').then((module) => module.default));

/** `key`: as in letter-keys.ts, by its place. */
const TILES: { kind: ComposerKind; word: MessageId; icon: LucideIcon; key: string }[] = [
  { kind: 'note', word: 'action.note', icon: SquarePen, key: 'N' },
  { kind: 'task', word: 'action.task', icon: CircleCheck, key: 'T' },
  { kind: 'call', word: 'action.call', icon: Phone, key: 'C' },
  { kind: 'meeting', word: 'action.meeting', icon: Calendar, key: 'M' },
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

/** One customer out of every system. The next one takes her place in the same elements: whatever is kept in one of them belongs to a key. */
export function CustomerView({ open, isAsking, onAskAgain }: Props) {
  const { t } = useWords();
  const view = useView();
  const head = useRef<HTMLDivElement>(null);
  const { record, dossier, opening, connections, dictionaries } = open;
  const key = recordKey(record.ref);
  const chosen = view.people[key];
  const rules = open.settings.mergeRules;
  const around: Around = useMemo(() => ({ connections, dictionaries }), [connections, dictionaries]);
  const facts = useMemo(() => factsOf(dossier, around, record.ref, rules), [dossier, around, record.ref, rules]);
  const score = useLeadScore(dossier, facts, open.settings.scoreWeights);
  const opens = view.openComposer;
  const writes = useCallback(
    (kind: ComposerKind) => opens(composerKey({ ...(opening && { opening }), record }, chosen), kind),
    [opens, opening, record, chosen],
  );
  const openAbove = useCallback(
    (kind: FormKind) => {
      opens(composerKey({ ...(opening && { opening }), record }, chosen), kind);
      head.current?.scrollIntoView();
    },
    [opens, opening, record, chosen],
  );
  const openDeal = useCallback(() => openAbove('deal'), [openAbove]);
  // Of somebody never seen before the head is painted a frame before all that hangs on it: that frame is what the rep waits for.
  const drawn = useDeferredValue(key, '');
  const isNew = dossier.parts.some(({ state, answeredAt }) => state === 'asking' && answeredAt === undefined);
  if (!facts)
    return (
      <div aria-busy="true" className="flex flex-col gap-3">
        <span className="sr-only">{t('customer.loading')}</span>
        <SkeletonHead />
        <MarkRow isAsking={isAsking} connections={connections} parts={dossier.parts} facts={undefined} openId={record.connectionId} />
        <Trouble connections={connections} parts={dossier.parts} onRetry={onAskAgain} />
        <SkeletonRows count={5} />
      </div>
    );

  const draftKey = composerKey(open, view.people[key]);
  const composer = view.composers[draftKey];
  const toggle = (kind: FormKind) => (composer === kind ? view.closeComposer(draftKey) : view.openComposer(draftKey, kind));
  const isScoreOpen = view.scoreOpen === key;

  const closeScore = () => {
    view.toggleScore(key);
    head.current?.querySelector<HTMLElement>('button')?.focus();
  };

  return (
    <>
      {open.settings.letterKeys !== false && (
        <Suspense>
          <LetterKeys open={writes} />
        </Suspense>
      )}
      <Suspense>
        <CompactBar below={head} facts={facts} total={score?.total} onOpen={openAbove} />
      </Suspense>
      <div className="flex flex-col gap-3">
        <div ref={head}>
          <CustomerHead facts={facts} ring={<ScoreButton score={score} open={isScoreOpen} onToggle={() => view.toggleScore(key)} />} />
        </div>
        <MarkRow isAsking={isAsking} connections={connections} parts={dossier.parts} facts={facts} openId={record.connectionId} />
        {opening && (opening.focus || opening.people.length > 1) && (
          <FocusBlock
            key={`focus ${key}`}
            opening={opening}
            connectionId={record.connectionId}
            around={around}
            shown={view.people[key] ?? opening.people[0]?.ref}
            onSelect={(person) => view.selectPerson(key, person)}
          />
        )}
        {isScoreOpen && score && (
          <Suspense key={`score ${key}`}>
            <ScoreExplained score={score} onClose={closeScore} />
          </Suspense>
        )}
        <div role="toolbar" aria-label={t('action.label')} className="flex flex-wrap gap-2 @max-narrow:gap-0.5">
          {TILES.map(({ kind, word, icon: Icon, key: letter }) => (
            <button
              key={kind}
              id={`tile-${kind}`}
              type="button"
              aria-expanded={composer === kind}
              data-key={open.settings.letterKeys === false ? undefined : letter}
              onClick={() => toggle(kind)}
              className={TILE}
            >
              <Icon className="size-4.5" strokeWidth={1.65} aria-hidden="true" />
              {t(word)}
            </button>
          ))}
          <MoreMenu
            facts={facts}
            around={around}
            openId={record.connectionId}
            onRefresh={onAskAgain}
            onOpen={toggle}
            score={score?.total}
          />
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
              score: score?.total,
              onClose: () => {
                view.closeComposer(draftKey);
                (document.getElementById(`tile-${composer}`) ?? document.getElementById('tile-more'))?.focus();
              },
            }}
          />
        )}
        {(!isNew || drawn === key) && (
          <CustomerTabs open={open} facts={facts} around={around} isAsking={isAsking} onAskAgain={onAskAgain} onNewDeal={openDeal} />
        )}
      </div>
    </>
  );
}
