// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { outbox } from '../../lib/store/reading.ts';
import { DEFAULT_SETTINGS } from '../../lib/store/settings.ts';
import { type Host, HostProvider } from '../host.tsx';
import { sampleOf } from '../sample/customers.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { ComposerSlot } from './composer-slot.tsx';
import type { FormKind } from './form-kind.ts';
import type { ComposerSubject } from './subject.ts';

const { connections, customers } = sampleOf(Date.now());
const places: (string | undefined)[] = [];
let closed = 0;

function open(kind: FormKind, more: Partial<ComposerSubject> = {}) {
  const [ana] = customers;
  const subject: ComposerSubject = {
    ...{ record: 'r', customerName: 'Ana Pérez', dossier: ana, connections, settings: DEFAULT_SETTINGS, onClose: () => void closed++ },
    ...more,
  };
  return render(
    <HostProvider host={{ openOptions: (place?: string) => void places.push(place), wake: () => undefined } as unknown as Host}>
      <I18nProvider i18n={i18n}>
        <ComposerSlot kind={kind} subject={subject} />
      </I18nProvider>
    </HostProvider>,
  );
}

beforeAll(async () => {
  await needWords('later');
  await Promise.all(
    ['./deal-form.tsx', './contact-form.tsx', './file-form.tsx', './workflow-form.tsx', '../privacy/forget-form.tsx'].map(
      (piece) => import(/* @vite-ignore */ piece),
    ),
  );
}, 60_000);
beforeEach(async () => {
  places.length = 0;
  closed = 0;
  await settingsDb.hooks.clear();
  await outboxDb.actions.clear();
});
afterEach(cleanup);

describe('a form that has nothing to offer', () => {
  it.each<[FormKind, Partial<ComposerSubject>, RegExp]>([
    ['deal', { connections: connections.map((each) => ({ ...each, can: ['find'] })) }, /can make deals from here/],
    ['contact', {}, /has this customer already/],
    ['workflow', {}, /No workflow is set up yet/],
  ])('%s says why, takes the focus and closes by button and by Esc', async (kind, more, text) => {
    open(kind, more);
    expect(await screen.findByText(text)).toBeTruthy();
    const close = screen.getByRole('button', { name: 'Close' });
    expect(document.activeElement?.closest('section')).toBe(close.closest('section'));
    fireEvent.click(close);
    fireEvent.keyDown(close, { key: 'Escape' });
    expect(closed).toBe(2);
  });

  it('of workflows leads to where they are set up', async () => {
    open('workflow');
    fireEvent.click(await screen.findByRole('button', { name: 'Set up a workflow' }));
    expect(places).toEqual(['writing']);
  });
});

it('the form that forgets takes the focus to what does no harm, and closes by Esc', async () => {
  open('forget');
  const keep = await screen.findByRole('button', { name: 'Keep' });
  expect(document.activeElement).toBe(keep);
  fireEvent.keyDown(keep, { key: 'Escape' });
  expect(closed).toBe(1);
});

describe('a file', () => {
  const attach = async (file: File) => {
    open('file');
    fireEvent.change(await screen.findByLabelText('Choose a file'), { target: { files: [file] } });
    return screen.getByRole('button', { name: 'Attach' });
  };

  it('of no length is told of', async () => {
    const button = await attach(new File([], 'empty.txt'));
    expect((await screen.findByRole('alert')).textContent).toContain('empty');
    expect(button).toHaveProperty('disabled', true);
  });

  it('of a few bytes is not called 0 MB', async () => {
    await attach(new File(['12345'], 'five.txt'));
    expect(document.body.textContent?.replace('\u00a0', ' ')).toContain('five.txt · 1 kB');
  });

  it('that went away since it was chosen is told of', async () => {
    const file = new File(['text'], 'gone.txt');
    file.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
    fireEvent.click(await attach(file));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Choose it again'));
    expect(closed).toBe(0);
  });

  it('pressed again while it is read is attached once', async () => {
    const file = new File(['text'], 'slow.txt');
    const readers: ((bytes: ArrayBuffer) => void)[] = [];
    file.arrayBuffer = () => new Promise((resolve) => void readers.push(resolve));
    const button = await attach(file);
    fireEvent.click(button);
    fireEvent.click(button);
    readers.shift()?.(new ArrayBuffer(4));
    await waitFor(() => expect(closed).toBe(1));
    readers.shift()?.(new ArrayBuffer(4));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await outbox()).toHaveLength(1);
  });
});
