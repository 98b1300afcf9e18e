import { useView } from '../../../components/panel/view-state.ts';
import type { Scene, Scenes } from '../stage.tsx';
import { ANA_KEY, ask, calm, nowhere } from './worlds.ts';

/** The palette as it opens, with what stands in it. */
const opened = (query = '', more: Partial<Scene> = {}): Scene => ({
  ...ask,
  play: async () => useView.getState().setPalette(true, query),
  ready: 'dialog[open] [role=option]',
  ...more,
});
const empty = 'dialog[open]:not(:has([role=option])) p';
/** What the page's own menu leaves behind: text the rep had selected there. */
const wished = (text: string, more: Partial<Scene>): Scene => ({
  ...ask,
  play: async () => useView.getState().wishFor(text),
  ...more,
});
const SELECTED = 'Lieferung bitte in zwei Losen, Zahlungsziel 30 Tage.\nGrüße, Ana';

/** Finding anything, and what becomes of text selected on a page, by name. */
export const PALETTE: Scenes = {
  palette: opened(),
  'palette-found': opened('nordic'),
  'palette-action': opened('note'),
  'palette-nothing': opened('zzzz', { ready: empty }),
  'palette-failed': opened('nordic', { host: { search: () => Promise.reject(new Error('search')) }, ready: 'dialog[open] button' }),
  'palette-offline': opened('nordic', { isOffline: true }),
  'palette-no-record': opened('', { tab: nowhere }),
  'palette-lock': opened('', { world: () => ({ ...calm(), passphrase: 'given' }) }),
  'selected-note': wished(SELECTED, { ready: 'main section textarea' }),
  'selected-note-added': wished(SELECTED, {
    world: () => ({
      ...calm(),
      drafts: [{ record: ANA_KEY, kind: 'note', text: 'Called twice.', customerName: 'Ana Pérez', targets: [], savedAt: Date.now() }],
    }),
    ready: 'main section textarea',
  }),
  'selected-note-nobody': wished('Ирина Соколова', { tab: nowhere, ready: 'dialog[open] [role=option]' }),
  'selected-find': opened('Ирина'),
};
