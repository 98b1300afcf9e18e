// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { StoreError, type StoreErrorKind, SystemError } from '../../lib/model/errors.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { Gate } from './gate.tsx';
import { StoreTrouble } from './store-trouble.tsx';
import { Unlock } from './unlock.tsx';

await needWords('later');
afterEach(cleanup);

/** A piece whose live query has lost its database. */
function Broken(): ReactNode {
  throw Object.assign(new Error('gone'), { name: 'DatabaseClosedError' });
}

const host = { unlock: () => Promise.resolve({}), lock: () => Promise.resolve({}), wipe: () => Promise.resolve({}), used: () => undefined };
const show = (piece: ReactNode) => render(<I18nProvider i18n={i18n}>{piece}</I18nProvider>);

describe('the unlock field', () => {
  it('says that it was the wrong one, and keeps what was typed', async () => {
    const tried: string[] = [];
    const unlock = (passphrase: string) => {
      tried.push(passphrase);
      return Promise.reject(new SystemError('invalid', { code: 'wrong-passphrase' }));
    };
    show(<Unlock host={{ ...host, unlock }} />);
    fireEvent.change(screen.getByLabelText('Passphrase'), { target: { value: 'not it' } });
    fireEvent.click(screen.getByText('Unlock'));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('not the passphrase'));
    expect(tried).toEqual(['not it']);
    expect((screen.getByLabelText('Passphrase') as HTMLInputElement).value).toBe('not it');
  });

  it('deletes everything only after a second click that says what goes', () => {
    let wiped = 0;
    const wipe = () => {
      wiped += 1;
      return Promise.resolve({});
    };
    show(<Unlock host={{ ...host, wipe }} />);
    fireEvent.click(screen.getByText('Delete everything and start over'));
    expect(wiped).toBe(0);
    fireEvent.click(screen.getByText('Keep it'));
    fireEvent.click(screen.getByText('Delete everything and start over'));
    expect(screen.getByText(/cannot be undone/)).toBeTruthy();
    fireEvent.click(screen.getByText('Delete everything'));
    expect(wiped).toBe(1);
  });
});

describe('starting over', () => {
  it('says so when not everything could be deleted, and gives the focus back when it is thought better of', async () => {
    show(<Unlock host={{ ...host, wipe: () => Promise.reject(new Error('blocked')) }} />);
    fireEvent.click(screen.getByText('Delete everything and start over'));
    expect(document.activeElement?.textContent).toBe('Keep it');
    fireEvent.click(screen.getByText('Keep it'));
    expect(document.activeElement?.textContent).toBe('Delete everything and start over');
    fireEvent.click(screen.getByText('Delete everything and start over'));
    fireEvent.click(screen.getByText('Delete everything'));
    expect(await screen.findByText(/Not everything could be deleted/)).toBeTruthy();
    expect(screen.getByText('Delete everything')).toBeTruthy();
  });
});

describe('trouble with the store', () => {
  const KINDS: [StoreErrorKind, RegExp, boolean][] = [
    ['key-gone', /lost the key/, true],
    ['storage-newer', /newer version/, true],
    ['storage-blocked', /Another window/, false],
    ['storage-closed', /does not open/, false],
    ['storage-full', /no room left/, false],
  ];

  it.each(KINDS)('%s is said in plain words with a way out', (kind, words, canStartOver) => {
    show(<StoreTrouble error={new StoreError(kind)} host={host} />);
    expect(screen.getByRole('alert').textContent).toMatch(words);
    expect(screen.getByText('Try again')).toBeTruthy();
    expect(screen.queryByText('Delete everything and start over') !== null).toBe(canStartOver);
  });

  it('takes the place of a page whose database goes while it is read', async () => {
    show(
      <Gate host={host} wasLocked={false}>
        <Broken />
      </Gate>,
    );
    expect((await screen.findByRole('alert')).textContent).toMatch(/does not open/);
  });
});

describe('the gate', () => {
  it('shows the page at once when the first frame has found it open, and nothing of it when it was locked', async () => {
    show(
      <Gate host={host} wasLocked={false}>
        <p>Ana</p>
      </Gate>,
    );
    expect(screen.getByText('Ana')).toBeTruthy();
    cleanup();
    show(
      <Gate host={host} wasLocked={true}>
        <p>Ana</p>
      </Gate>,
    );
    expect(screen.queryByText('Ana')).toBeNull();
  });
});
