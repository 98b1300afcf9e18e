// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { LinkedRecord, TabState } from '../../lib/model/dossier.ts';
import type { PageRecord } from '../../lib/model/page.ts';
import { type Activity, type RecordRef, recordKey } from '../../lib/model/records.ts';
import { saveConnectionInfo } from '../../lib/store/connections.ts';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { answerPart, failPart, saveHead, saveOpening } from '../../lib/store/dossiers.ts';
import { draftsOf } from '../../lib/store/drafts.ts';
import { outbox } from '../../lib/store/reading.ts';
import { summaryOf } from '../../tests/customer-summary.ts';
import { type Host, HostProvider } from '../host.tsx';
import { i18n } from '../words/i18n.ts';
import { Panel } from './panel.tsx';
import { useView } from './view-state.ts';

/** Loaded at first use in the panel; here before, so that no look waits for the compiler. */
beforeAll(async () => {
  await Promise.all([import('../actions/note-composer.tsx'), import('../actions/task-composer.tsx'), import('../actions/receipt-bar.tsx')]);
}, 60_000);

const NOW = Date.now();
const can: ConnectionInfo['can'] = ['write:note', 'write:task', 'timeline'];
const connection = (system: string, name: string, mark: string): ConnectionInfo => ({
  id: system,
  system,
  systemName: name,
  mark,
  account: 'acme',
  userId: '1',
  userName: 'Luis',
  can,
  missing: [],
  createdAt: mark.charCodeAt(0),
  state: 'ok',
});
const ref = (id: string, system = 'hubspot', object: RecordRef['object'] = 'contact'): RecordRef => ({
  system,
  account: 'acme',
  object,
  native: object,
  id,
});
const person = (at: RecordRef, name: string, email = 'x@acme.example'): LinkedRecord['record'] => ({
  kind: 'person',
  ref: at,
  name,
  emails: [email],
  phones: [],
  links: [],
  custom: {},
});

async function customer(id: string, name: string, activities: Activity[] = []): Promise<RecordRef> {
  const anchor = ref(id);
  const key = recordKey(anchor);
  const summary = summaryOf(anchor, name, NOW, { connectionIds: ['hubspot'] });
  await saveHead({ key, kind: 'person', anchor, openedAt: NOW, summary });
  await saveOpening({ record: key, dossier: key, people: [{ ref: anchor, name }], at: NOW });
  await answerPart(
    { dossier: key, connectionId: 'hubspot', askedAt: NOW, answeredAt: NOW, state: 'answered', members: [key] },
    { records: [{ record: person(anchor, name), link: 'anchor' }], activities, hasMore: false },
  );
  return anchor;
}

const pageOf = (record: RecordRef): TabState => ({
  page: { kind: 'record', record: { ...record, host: 'app.example' } as PageRecord },
  via: 'url',
  connectionId: record.system,
  at: NOW,
});

let woken = 0;
const host: Host = {
  makeFresh: () => new Promise(() => undefined),
  rule: () => Promise.resolve({}),
  askMore: () => Promise.resolve({}),
  search: () => Promise.resolve([]),
  wake: () => {
    woken += 1;
  },
  forget: () => Promise.resolve({}),
  showAgain: () => Promise.resolve({}),
  changeSettings: () => Promise.resolve({}),
  lockNow: () => Promise.resolve({}),
  changeConnection: () => Promise.resolve({}),
  createScoreField: () => new Promise(() => undefined),
  openTab: () => undefined,
  openOptions: () => undefined,
};

function page(state: TabState | undefined) {
  return (
    <HostProvider host={host}>
      <I18nProvider i18n={i18n}>
        <Panel tab={{ tabId: 1, ...(state && { state }) }} />
      </I18nProvider>
    </HostProvider>
  );
}

beforeEach(async () => {
  woken = 0;
  useView.setState({ ...useView.getInitialState() });
  for (const db of [cacheDb, outboxDb]) for (const table of db.tables) await table.clear();
  await settingsDb.connections.clear();
  await saveConnectionInfo(connection('hubspot', 'HubSpot', 'Hs'));
  await saveConnectionInfo(connection('pipedrive', 'Pipedrive', 'Pd'));
});
afterEach(cleanup);

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });

describe('Panel', () => {
  it('shows the cached customer of the open record without any answer of the worker', async () => {
    render(page(pageOf(await customer('1', 'Ana Pérez'))));
    expect(await heading('Ana Pérez')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Note' })).toBeTruthy();
  });

  it('shows no frame of the former customer when another record opens', async () => {
    const ana = await customer('1', 'Ana Pérez');
    const erik = await customer('2', 'Erik Lindqvist');
    const view = render(page(pageOf(ana)));
    await heading('Ana Pérez');
    view.rerender(page(pageOf(erik)));
    const isSeen = (each: HTMLElement) => !each.closest('[data-unseen]')?.nextElementSibling?.matches('.absolute.inset-0.bg-surface');
    expect(screen.queryAllByText('Ana Pérez').filter(isSeen)).toEqual([]);
    for (const button of screen.queryAllByRole('button', { name: 'Note' })) fireEvent.click(button);
    expect(useView.getState().composers).toEqual({});
    await heading('Erik Lindqvist');
  });

  it('offers search, tasks and recent customers when the page has no record', async () => {
    await customer('1', 'Ana Pérez');
    render(page({ page: { kind: 'crm', system: 'hubspot' }, via: 'url', at: NOW }));
    expect(await screen.findByRole('searchbox')).toBeTruthy();
    expect(await screen.findByText('Ana Pérez')).toBeTruthy();
  });

  it('names the account and looks nothing up when it is not connected', async () => {
    let asked = 0;
    host.makeFresh = () => {
      asked += 1;
      return new Promise(() => undefined);
    };
    const state: TabState = {
      ...pageOf(ref('1')),
      unconnected: { system: 'hubspot', systemName: 'HubSpot', account: '4711', host: 'app.hubspot.com' },
    };
    delete (state as { connectionId?: string }).connectionId;
    render(page(state));
    expect(await screen.findByText('4711')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Connect HubSpot' })).toBeTruthy();
    expect(asked).toBe(0);
  });

  it('guides to the first connection when nothing is connected', async () => {
    await settingsDb.connections.clear();
    render(page(undefined));
    expect(await screen.findByRole('button', { name: 'Connect a system' })).toBeTruthy();
  });

  it('says in its own place that one system signed the rep out, and shows the rest', async () => {
    const ana = await customer('1', 'Ana Pérez');
    await failPart({ dossier: recordKey(ana), connectionId: 'pipedrive', askedAt: NOW, error: { kind: 'auth', status: 401 } });
    render(page(pageOf(ana)));
    await heading('Ana Pérez');
    expect(await screen.findByText('Pipedrive signed you out.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeTruthy();
  });

  it('shows hostile names and texts as text when they hold markup or 10 000 characters', async () => {
    const name = `<img src=x onerror="globalThis.broken=1"> ${'Ω'.repeat(10_000)} مرحبا`;
    const note: Activity = {
      ref: ref('n', 'hubspot', 'activity'),
      kind: 'note',
      at: NOW,
      text: '<script>globalThis.broken=1</script><b>bold</b>',
      on: [],
    };
    const view = render(page(pageOf(await customer('1', name, [note]))));
    await screen.findByRole('heading', { level: 1 });
    fireEvent.click(screen.getByRole('tab', { name: 'Timeline' }));
    expect(await screen.findByText(/<b>bold<\/b>/)).toBeTruthy();
    expect(view.container.querySelector('img[src="x"], script')).toBeNull();
    expect('broken' in globalThis).toBe(false);
  });
});

describe('a composer', () => {
  const write = async (text: string) => {
    fireEvent.click(screen.getByRole('button', { name: 'Note' }));
    const field = await screen.findByRole('textbox');
    fireEvent.change(field, { target: { value: text } });
    return field;
  };

  it('stays with the record it was opened on when the rep goes to another', async () => {
    const ana = await customer('1', 'Ana Pérez');
    const erik = await customer('2', 'Erik Lindqvist');
    const view = render(page(pageOf(ana)));
    await heading('Ana Pérez');
    await write('for Ana only');
    view.rerender(page(pageOf(erik)));
    await heading('Erik Lindqvist');
    expect(screen.queryByDisplayValue('for Ana only')).toBeNull();
    await waitFor(async () => expect((await draftsOf(recordKey(ana)))[0]?.text).toBe('for Ana only'));
    expect(await draftsOf(recordKey(erik))).toEqual([]);
    expect(await screen.findByText('Draft for Ana Pérez')).toBeTruthy();

    fireEvent.click(screen.getByRole('button', { name: 'Open' }));
    const field = await screen.findByDisplayValue('for Ana only');
    await screen.findByRole('button', { name: /HubSpot/, pressed: true });
    await act(async () => {
      fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    });
    await waitFor(async () => expect(await outbox()).toHaveLength(1));
    const [sent] = await outbox();
    expect(sent?.record).toBe(recordKey(ana));
    expect(sent?.action.on.map(recordKey)).toEqual([recordKey(ana)]);
  });

  it('keeps the text over a closed panel and puts it out once on a double save', async () => {
    const ana = await customer('1', 'Ana Pérez');
    const first = render(page(pageOf(ana)));
    await heading('Ana Pérez');
    await write('half a thought');
    first.unmount();
    await waitFor(async () => expect(await draftsOf(recordKey(ana))).toHaveLength(1));

    render(page(pageOf(ana)));
    await heading('Ana Pérez');
    const field = await screen.findByDisplayValue('half a thought');
    await act(async () => {
      fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
      fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    });
    await waitFor(async () => expect(await outbox()).toHaveLength(1));
    expect(await draftsOf(recordKey(ana))).toEqual([]);
    expect((await outbox())[0]?.deliveries.map((delivery) => delivery.connectionId)).toEqual(['hubspot']);
    expect(woken).toBe(1);
  });

  it('gives the focus back and keeps the draft when Esc closes it', async () => {
    const ana = await customer('1', 'Ana Pérez');
    render(page(pageOf(ana)));
    await heading('Ana Pérez');
    fireEvent.keyDown(await write('later'), { key: 'Escape' });
    expect(document.activeElement?.textContent).toBe('Note');
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(await screen.findByText('Draft for Ana Pérez')).toBeTruthy();
  });

  it('offers a system that does not know the customer only as off, with the reason', async () => {
    render(page(pageOf(await customer('1', 'Ana Pérez'))));
    await heading('Ana Pérez');
    await write('x');
    const chip = screen.getByRole('button', { name: /Pipedrive · not known there/ });
    expect(chip.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(chip);
    expect(chip.getAttribute('aria-pressed')).toBe('false');
  });

  it('adds a task with the date of its words when Enter is pressed', async () => {
    const tomorrowAtTen = () => new Date().setHours(34, 0, 0, 0);
    const before = tomorrowAtTen();
    const ana = await customer('1', 'Ana Pérez');
    render(page(pageOf(ana)));
    await heading('Ana Pérez');
    fireEvent.click(screen.getByRole('button', { name: 'Task' }));
    const field = await screen.findByRole('textbox', {}, { timeout: 5000 });
    fireEvent.change(field, { target: { value: 'Позвонить завтра в 10:00 !важно' } });
    await act(async () => {
      fireEvent.keyDown(field, { key: 'Enter' });
    });
    await waitFor(async () => expect(await outbox()).toHaveLength(1));
    const [sent] = (await outbox()).map(({ action }) => action);
    expect(sent).toMatchObject({ kind: 'task', title: 'Позвонить', priority: 'high', allDay: false });
    // Midnight may have struck since it was typed.
    expect([before, tomorrowAtTen()]).toContain((sent as { dueAt: number }).dueAt);
  });
});
