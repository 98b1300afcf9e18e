import { create } from 'zustand';
import type { ComposerKind, QueuedAction } from '../../lib/model/dossier.ts';
import type { RecordRef } from '../../lib/model/records.ts';
import type { FormKind } from '../actions/form-kind.ts';
import { isSampleKept, keepSample } from '../sample/kept.ts';
import type { MessageId } from '../words/i18n.ts';
import type { Freshness } from './asking.ts';

export type Tab = 'overview' | 'timeline' | 'deals' | 'money' | 'tickets' | 'links';

/** What the rep has opened, chosen and put away; a composer belongs to the record it was opened on. */
interface ViewState {
  /** Per open record. */
  tabs: Readonly<Record<string, Tab>>;
  /** Per open record: the person chosen on a deal's or company's page. */
  people: Readonly<Record<string, RecordRef>>;
  /** Per composer record (see `composerKey`). */
  composers: Readonly<Record<string, FormKind>>;
  /** A draft of another record, shown without leaving the page. */
  visiting: { record: string; kind: ComposerKind } | undefined;
  /** A customer who was looked for, shown without leaving the page. */
  showing: string | undefined;
  scoreOpen: string | undefined;
  paletteOpen: boolean;
  /** What stands in it when it opens. */
  paletteQuery: string;
  /** Counts its openings: each begins afresh. */
  paletteTurn: number;
  /** Text selected on a page, to be put into a note on the open record. */
  wishedNote: string | undefined;
  /** The action whose receipt is shown, and those the rep has put away. */
  lastActionId: string | undefined;
  /** It again with what the same click made, as just put into the outbox: on disk, but not read back yet. */
  justQueued: readonly QueuedAction[];
  dismissed: readonly string[];
  /** Why what the rep has just changed by one click was not put out. */
  notKept: MessageId | undefined;
  /** Made-up customers are shown, as long as nothing is connected. */
  isSample: boolean;
  /** How asking for the open record stands; see its `about`. */
  freshness: Freshness | undefined;
  /** Open records whose customer was just forgotten, with the key of hers: not asked for again until the rep says so. */
  forgotten: Readonly<Record<string, string>>;
  /** How often the rep has said so: what was answered before counts no more. */
  remembered: number;
  selectTab(record: string, tab: Tab): void;
  selectPerson(record: string, person: RecordRef): void;
  openComposer(record: string, kind: FormKind): void;
  /** The same on the record of the page, which is shown again where somebody else was. */
  writeHere(record: string, kind: FormKind): void;
  closeComposer(record: string): void;
  visit(record: string, kind: ComposerKind): void;
  show(dossier: string): void;
  /** Back to what the tab shows. */
  leave(): void;
  toggleScore(record: string): void;
  setPalette(open: boolean, query?: string): void;
  wishFor(note: string | undefined): void;
  showReceipt(actionId: string, justQueued?: readonly QueuedAction[]): void;
  dismiss(...actionIds: string[]): void;
  tellNotKept(why: MessageId | undefined): void;
  tellFreshness(freshness: Freshness): void;
  forget(record: string, dossier: string): void;
  remember(records: readonly string[]): void;
  setSample(on: boolean): void;
}

/** View state only: what is cached comes through live queries, what is remote through TanStack Query. */
export const useView = create<ViewState>()((set) => ({
  tabs: {},
  people: {},
  composers: {},
  visiting: undefined,
  showing: undefined,
  scoreOpen: undefined,
  paletteOpen: false,
  paletteQuery: '',
  paletteTurn: 0,
  wishedNote: undefined,
  lastActionId: undefined,
  justQueued: [],
  dismissed: [],
  notKept: undefined,
  isSample: isSampleKept(),
  freshness: undefined,
  forgotten: {},
  remembered: 0,
  selectTab: (record, tab) => set((state) => ({ tabs: { ...state.tabs, [record]: tab } })),
  selectPerson: (record, person) => set((state) => ({ people: { ...state.people, [record]: person } })),
  openComposer: (record, kind) => set((state) => ({ composers: { ...state.composers, [record]: kind }, scoreOpen: undefined })),
  writeHere: (record, kind) =>
    set((state) => ({ composers: { ...state.composers, [record]: kind }, scoreOpen: undefined, visiting: undefined, showing: undefined })),
  closeComposer: (record) =>
    set((state) => {
      const { [record]: _, ...composers } = state.composers;
      return { composers, ...(state.visiting?.record === record && { visiting: undefined }) };
    }),
  visit: (record, kind) => set({ visiting: { record, kind } }),
  show: (showing) => set({ showing, visiting: undefined, paletteOpen: false }),
  leave: () => set({ visiting: undefined, showing: undefined }),
  toggleScore: (record) => set((state) => ({ scoreOpen: state.scoreOpen === record ? undefined : record })),
  setPalette: (paletteOpen, paletteQuery = '') =>
    set((before) => ({
      paletteOpen,
      paletteQuery,
      // Asked for by a key while it is open, it stays as it is.
      paletteTurn: before.paletteTurn + (paletteOpen && (!before.paletteOpen || paletteQuery !== '') ? 1 : 0),
    })),
  wishFor: (wishedNote) => set({ wishedNote }),
  showReceipt: (lastActionId, justQueued = []) => set({ lastActionId, justQueued, notKept: undefined }),
  tellNotKept: (notKept) => set({ notKept }),
  tellFreshness: (freshness) => set({ freshness }),
  forget: (record, dossier) => set((state) => ({ forgotten: { ...state.forgotten, [record]: dossier } })),
  remember: (records) =>
    set(({ forgotten, remembered }) => ({
      forgotten: Object.fromEntries(Object.entries(forgotten).filter(([record]) => !records.includes(record))),
      remembered: remembered + 1,
    })),
  dismiss: (...actionIds) => set((state) => ({ dismissed: [...state.dismissed, ...actionIds] })),
  setSample: (isSample) => {
    keepSample(isSample);
    set({ isSample, visiting: undefined });
  },
}));
