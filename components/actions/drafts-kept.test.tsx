// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { ComposerKind, Dossier } from '../../lib/model/dossier.ts';
import { type DealRecord, type RecordRef, recordKey, type SystemRecord } from '../../lib/model/records.ts';
import { outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { draftsOf, saveDraft } from '../../lib/store/drafts.ts';
import { cancelAction } from '../../lib/store/queue.ts';
import { outbox } from '../../lib/store/reading.ts';
import { DEFAULT_SETTINGS, saveSettings } from '../../lib/store/settings.ts';
import { type Host, HostProvider } from '../host.tsx';
import { useView } from '../panel/view-state.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { ComposerSlot } from './composer-slot.tsx';
import { draftOf } from './receipts.ts';
import type { ComposerSubject } from './subject.ts';

const SYSTEMS = ['hubspot', 'zoho'] as const;
const ref = (system: string): RecordRef => ({ system, account: 'acme', object: 'contact', native: 'contact', id: '1' });
const connections = SYSTEMS.map((system, at) => ({
  ...{ id: system, system, systemName: system, mark: system.slice(0, 2), account: 'acme', userId: '1', userName: 'Luis' },
  ...{ can: ['write:note', 'write:task', 'write:call', 'write:meeting'], missing: [], createdAt: at, state: 'ok' },
})) as unknown as ConnectionInfo[];
const dossier: Dossier = {
  key: 'r',
  kind: 'person',
  anchor: ref('hubspot'),
  openedAt: 0,
  parts: SYSTEMS.map((system, at) => ({
    ...{ connectionId: system, state: 'answered', askedAt: 0, answeredAt: 0, activities: [], hasMore: false },
    records: [
      {
        record: { kind: 'person', ref: ref(system), name: 'Ana', emails: [], phones: [], links: [], custom: {} },
        link: at === 0 ? 'anchor' : 'same',
      },
    ],
  })),
};

/** Ana with a colleague, her company in both systems and two open deals in the first. */
const DEAL: DealRecord = {
  ...{ kind: 'deal', ref: { ...ref('hubspot'), object: 'deal', id: '7' }, name: 'Fleet tyres', status: 'open', links: [], custom: {} },
};
const among: Dossier = {
  ...dossier,
  parts: dossier.parts.map((part, at) => {
    const { system } = ref(part.connectionId);
    const own = { emails: [], phones: [], domains: [], links: [], custom: {} };
    const others: SystemRecord[] = [
      { ...own, kind: 'company', ref: { ...ref(system), object: 'company', id: '2' }, name: 'Acme' },
      { ...own, kind: 'person', ref: { ...ref(system), id: '3' }, name: 'Bob' },
      ...(at === 0 ? [DEAL, { ...DEAL, ref: { ...DEAL.ref, id: '8' }, name: 'Winter tyres' }] : []),
    ];
    return { ...part, records: [...part.records, ...others.map((record) => ({ record, link: 'related' as const }))] };
  }),
};

let closed = 0;
function open(kind: ComposerKind, more: Partial<ComposerSubject> = {}) {
  const onClose = () => void closed++;
  const subject = { record: 'r', customerName: 'Ana', dossier, connections, settings: DEFAULT_SETTINGS, onClose, ...more };
  return render(
    <HostProvider host={{ wake: () => undefined, changeSettings: () => Promise.resolve({}) } as unknown as Host}>
      <I18nProvider i18n={i18n}>
        <ComposerSlot kind={kind} subject={subject} />
      </I18nProvider>
    </HostProvider>,
  );
}
const field = (name: string | RegExp) => screen.findByRole('textbox', { name });
const type = async (name: string | RegExp, value: string) => fireEvent.change(await field(name), { target: { value } });
const draft = async () => (await draftsOf('r'))[0];
/** Closed as Esc does, and opened again later. */
async function reopen(view: ReturnType<typeof open>, kind: ComposerKind): Promise<void> {
  view.unmount();
  await waitFor(async () => expect(await draft()).toBeDefined());
  open(kind);
}

beforeAll(async () => {
  await needWords('later');
  await Promise.all([
    import('./note-composer.tsx'),
    import('./task-composer.tsx'),
    import('./call-composer.tsx'),
    import('./meeting-composer.tsx'),
    import('../../lib/store/queue.ts'),
  ]);
}, 60_000);
beforeEach(async () => {
  closed = 0;
  useView.setState({ ...useView.getInitialState() });
  for (const db of [outboxDb, settingsDb]) for (const table of db.tables) await table.clear();
});
afterEach(cleanup);

describe('a draft', () => {
  it('keeps the systems it was meant for when it is written on without choosing them again', async () => {
    await saveDraft({ record: 'r', kind: 'note', customerName: 'Ana', text: 'Net 45', targets: ['zoho'], savedAt: 1 });
    const view = open('note');
    await screen.findByDisplayValue('Net 45');
    await type(/said or agreed/, 'Net 45, two lots');
    await reopen(view, 'note');
    await screen.findByDisplayValue('Net 45, two lots');
    expect((await draft())?.targets).toEqual(['zoho']);
    expect(screen.getByRole('button', { name: 'hubspot' }).getAttribute('aria-pressed')).toBe('false');
  });

  it('of a meeting keeps what was said when it has no title yet, and goes when that is emptied', async () => {
    const view = open('meeting');
    await type('What was said', 'Price is fine');
    await reopen(view, 'meeting');
    expect(await screen.findByDisplayValue('Price is fine')).toBeTruthy();
    await type('What was said', ' ');
    fireEvent.blur(await field('What was said'));
    await waitFor(async () => expect(await draft()).toBeUndefined());
  });

  it('of a task keeps its priority and that a word is no date', async () => {
    const view = open('task');
    await type(/Call back/, 'Read the offer of tomorrow');
    fireEvent.click(await screen.findByRole('button', { name: 'Remove the date' }));
    fireEvent.change(screen.getByRole('combobox', { name: 'Priority' }), { target: { value: 'high' } });
    await reopen(view, 'task');
    await screen.findByDisplayValue('Read the offer of tomorrow');
    fireEvent.click(screen.getByRole('button', { name: /^Add task/ }));
    await waitFor(async () => expect(await outbox()).toHaveLength(1));
    const { action } = (await outbox())[0] ?? expect.fail();
    expect(action).toMatchObject({ kind: 'task', title: 'Read the offer of tomorrow', priority: 'high' });
    expect(action).not.toHaveProperty('dueAt');
  });

  it('of a task takes the date that was picked when a longer one in its words was turned down', async () => {
    open('task');
    await type(/Call back/, 'Read the offer of next wednesday at 10:00');
    fireEvent.click(await screen.findByRole('button', { name: 'Remove the date' }));
    fireEvent.click(screen.getByRole('button', { name: 'Add date' }));
    fireEvent.change(screen.getByLabelText('Due'), { target: { value: '2031-05-06T09:00' } });
    fireEvent.click(screen.getByRole('button', { name: /^Add task/ }));
    await waitFor(async () => expect(await outbox()).toHaveLength(1));
    expect((await outbox())[0]?.action).toMatchObject({
      title: 'Read the offer of next wednesday at 10:00',
      dueAt: new Date(2031, 4, 6, 9, 0).getTime(),
    });
  });
});

describe('a meeting that is edited again', () => {
  it.each([
    ['Acme', undefined],
    ['Fleet tyres', undefined],
    ['None of these', undefined],
    ['Acme', DEAL],
    ['Fleet tyres', DEAL],
    ['Winter tyres', DEAL],
    ['None of these', DEAL],
  ])('is about %s with those who come, as it was saved (open deal: %j)', async (about, focus) => {
    const more = { dossier: among, ...(focus && { focus }) };
    open('meeting', more);
    await type('Topic', 'Price');
    await type('What was said', 'Net 45');
    for (const name of ['Ana', 'Bob']) fireEvent.click(screen.getByRole('button', { name }));
    fireEvent.click(screen.getByRole('radio', { name: about }));
    fireEvent.keyDown(await field('Topic'), { key: 'Enter', ctrlKey: true });
    await waitFor(async () => expect(await outbox()).toHaveLength(1));
    const [first] = await outbox();
    if (first?.action.kind !== 'meeting') return expect.fail();
    expect(first.action.attendees.map(({ id }) => id)).toEqual(['3', '3']);
    cleanup();
    await cancelAction(first.id);
    const draft = draftOf(first) ?? expect.fail();
    await saveDraft({ record: 'r', customerName: 'Ana', ...draft, targets: [...SYSTEMS], savedAt: 1 });

    open('meeting', more);
    await screen.findByDisplayValue('Price Net 45');
    fireEvent.keyDown(await field('Topic'), { key: 'Enter', ctrlKey: true });
    await waitFor(async () => expect(await outbox()).toHaveLength(2));
    const again = (await outbox()).find(({ id }) => id !== first.id);
    expect({ ...again?.action, at: 0 }).toEqual({ ...first.action, at: 0 });
  });

  it('leaves out who is taken off and takes in who is put on', async () => {
    const people = JSON.stringify([recordKey(ref('hubspot')), recordKey(ref('zoho'))]);
    await saveDraft({ record: 'r', customerName: 'Ana', kind: 'meeting', text: 'Demo', fields: { people }, targets: [], savedAt: 1 });
    open('meeting', { dossier: among });
    await screen.findByDisplayValue('Demo');
    const pressed = (name: string) => screen.getByRole('button', { name }).getAttribute('aria-pressed');
    expect([pressed('Ana'), pressed('Bob')]).toEqual(['true', 'false']);
    fireEvent.click(screen.getByRole('button', { name: 'Ana' }));
    fireEvent.click(screen.getByRole('button', { name: 'Bob' }));
    expect([pressed('Ana'), pressed('Bob')]).toEqual(['false', 'true']);
  });
});

describe('a composer', () => {
  it('closes when Esc is pressed on any of its controls', async () => {
    open('call');
    fireEvent.keyDown(await screen.findByLabelText('Duration'), { key: 'Escape' });
    expect(closed).toBe(1);
    fireEvent.keyDown(screen.getByRole('button', { name: /^zoho/ }), { key: 'Escape' });
    expect(closed).toBe(2);
    fireEvent.keyDown(await field('What was agreed'), { key: 'Escape' });
    expect(closed).toBe(3);
  });

  it('saves when Ctrl+Enter is pressed on any of its controls', async () => {
    open('meeting');
    await type('Topic', 'Price');
    await type('What was said', 'Net 45');
    fireEvent.keyDown(await field('Topic'), { key: 'Enter', ctrlKey: true });
    await waitFor(async () => expect(await outbox()).toHaveLength(1));
  });

  it('says why it was not put out when the customer is one nothing is written about', async () => {
    await saveSettings({ neverLog: ['Ana'] });
    open('note');
    await type(/said or agreed/, 'Secret');
    fireEvent.keyDown(await field(/said or agreed/), { key: 'Enter', ctrlKey: true });
    expect((await screen.findByRole('alert')).textContent).toMatch(/Never write about/);
    expect(await outbox()).toEqual([]);
  });
});
