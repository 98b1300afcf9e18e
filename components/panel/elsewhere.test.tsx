// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ANA, ANA_KEY, calm, IRINA, IRINA_KEY, nowhere, onAna } from '../../entrypoints/gallery/states/worlds.ts';
import { build, tabOf, type World } from '../../entrypoints/gallery/world.ts';
import type { TabState } from '../../lib/model/dossier.ts';
import { recordKey } from '../../lib/model/records.ts';
import { saveHead } from '../../lib/store/dossiers.ts';
import { drafts } from '../../lib/store/drafts.ts';
import { summaryOf } from '../../tests/customer-summary.ts';
import { type Host, HostProvider } from '../host.tsx';
import { sampleRef } from '../sample/rows.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { Panel } from './panel.tsx';
import { useView } from './view-state.ts';

const FLEET = sampleRef('hubspot', 'deal', 'fleet');
const NORDIC = recordKey(sampleRef('salesforce', 'company', 'nordic'));
const opened: string[] = [];
const host = {
  makeFresh: () => new Promise(() => undefined),
  search: () => Promise.resolve([]),
  wake: () => undefined,
  changeSettings: () => Promise.resolve({}),
  openTab: (url: string) => void opened.push(url),
  openOptions: () => undefined,
} as unknown as Host;

async function show(world: World, tab: TabState): Promise<void> {
  await build(world);
  render(
    <HostProvider host={host}>
      <I18nProvider i18n={i18n}>
        <Panel tab={{ tabId: 1, state: tab }} />
      </I18nProvider>
    </HostProvider>,
  );
}
/** A deal's page with two people. */
function aDeal(): World {
  const people = [
    { ref: ANA, name: 'Ana Pérez' },
    { ref: IRINA, name: 'Ирина Соколова' },
  ];
  return { ...calm(), openings: [{ record: recordKey(FLEET), dossier: ANA_KEY, people, at: 1 }] };
}
const heading = (name: string) => screen.findByRole('heading', { level: 1, name }, { timeout: 20_000 });
const view = () => useView.getState();

beforeAll(async () => {
  await needWords('later');
  await Promise.all(
    [
      './palette.tsx',
      './showing.tsx',
      './visiting.tsx',
      './no-record.tsx',
      './lines.tsx',
      './wished-note.ts',
      '../actions/note-composer.tsx',
      '../actions/task-composer.tsx',
    ].map((piece) => import(/* @vite-ignore */ piece)),
  );
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
}, 60_000);
beforeEach(() => {
  opened.length = 0;
  useView.setState({ ...useView.getInitialState() });
});
afterEach(cleanup);

describe('while somebody else is shown than the page', () => {
  it('opens the draft of the page when its line is pressed', async () => {
    const draft = (record: string, customerName: string, text: string) => ({
      ...{ record, customerName, text, kind: 'note' as const, targets: [], savedAt: 1 },
    });
    await show({ ...calm(), drafts: [draft(ANA_KEY, 'Ana Pérez', 'for Ana'), draft(IRINA_KEY, 'Ирина Соколова', 'для Ирины')] }, onAna);
    await heading('Ana Pérez');
    act(() => view().visit(IRINA_KEY, 'note'));
    await screen.findByDisplayValue('для Ирины');
    fireEvent.click(await screen.findByRole('button', { name: 'Open' }));
    expect(await screen.findByDisplayValue('for Ana')).toBeTruthy();
    await heading('Ana Pérez');
  });

  it('begins the note the palette offers for the page, where it can be seen', async () => {
    await show(calm(), onAna);
    await heading('Ana Pérez');
    act(() => view().show(NORDIC));
    await heading('Nordic Parts AB');
    act(() => view().setPalette(true));
    fireEvent.click(await screen.findByRole('option', { name: 'Write a note', hidden: true }));
    await heading('Ana Pérez');
    expect(await screen.findByRole('region', { name: 'Note for Ana Pérez' })).toBeTruthy();
  });

  it('shows the text that was selected for the page', async () => {
    await show(calm(), onAna);
    await heading('Ana Pérez');
    act(() => view().show(NORDIC));
    await heading('Nordic Parts AB');
    act(() => view().wishFor('In two lots'));
    expect(await screen.findByDisplayValue('In two lots', {}, { timeout: 20_000 })).toBeTruthy();
  });

  it('goes over to the person who is pressed among her people', async () => {
    const people = [
      { ref: sampleRef('salesforce', 'company', 'nordic'), name: 'Nordic Parts AB' },
      { ref: IRINA, name: 'Ирина Соколова' },
    ];
    await show({ ...calm(), openings: [{ record: NORDIC, dossier: NORDIC, people, at: 1 }] }, onAna);
    await heading('Ana Pérez');
    act(() => view().show(NORDIC));
    await heading('Nordic Parts AB');
    fireEvent.click(screen.getByRole('button', { name: 'Ирина Соколова' }));
    await heading('Ирина Соколова');
  });
});

describe('of a deal with two people', () => {
  it('says and keeps the name of the one who was chosen', async () => {
    await show(aDeal(), tabOf(FLEET, 'sample-hubspot'));
    fireEvent.click(await screen.findByRole('button', { name: 'Ирина Соколова' }));
    await heading('Ирина Соколова');
    expect(screen.getAllByRole('status').map((each) => each.textContent)).toContain('Ирина Соколова');
    act(() => view().wishFor('Прайс'));
    await screen.findByDisplayValue('Прайс', {}, { timeout: 20_000 });
    await waitFor(async () =>
      expect((await drafts()).map(({ record, customerName }) => [record, customerName])).toEqual([[IRINA_KEY, 'Ирина Соколова']]),
    );
  });
});

describe('the palette', () => {
  it.each([
    ['k', 'KeyK'],
    ['л', 'KeyK'],
    ['K', 'KeyV'],
  ])('opens when Ctrl and the key that writes %s at %s are pressed', async (key, code) => {
    await show(calm(), onAna);
    await heading('Ana Pérez');
    fireEvent.keyDown(document.body, { key, code, ctrlKey: true });
    expect(view().paletteOpen).toBe(true);
  });

  it('offers every form of the quick actions', async () => {
    await show(calm(), onAna);
    await heading('Ana Pérez');
    act(() => view().setPalette(true));
    await screen.findByRole('option', { name: 'Write a note', hidden: true });
    for (const name of ['Add a task', 'Log a call', 'Log a meeting'])
      expect(screen.getByRole('option', { name, hidden: true })).toBeTruthy();
  });

  it('keeps the line the arrows are on in sight', async () => {
    const seen: string[] = [];
    HTMLElement.prototype.scrollIntoView = function scrollIntoView(this: HTMLElement) {
      seen.push(this.textContent ?? '');
    };
    await show(calm(), onAna);
    await heading('Ana Pérez');
    act(() => view().setPalette(true));
    const field = await screen.findByRole('combobox', { hidden: true });
    fireEvent.keyDown(field, { key: 'ArrowUp' });
    expect(seen.at(-1)).toContain('Settings');
  });
});

describe('recent customers', () => {
  it('shows one here who has no page of her own', async () => {
    await show(calm(), nowhere);
    const key = recordKey(ANA);
    await saveHead({ key, kind: 'person', anchor: ANA, openedAt: Date.now(), summary: summaryOf(ANA, 'Ana Pérez', Date.now()) });
    await waitFor(() => {
      fireEvent.click(screen.getByRole('button', { name: /Ana Pérez/ }));
      expect(view().showing).toBe(key);
    });
  });
});
