// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FoundRecord } from '../../lib/model/found.ts';
import { type Host, HostProvider } from '../host.tsx';
import { i18n, needWords } from '../words/i18n.ts';
import { NoRecord } from './no-record.tsx';
import Palette from './palette.tsx';
import { useView } from './view-state.ts';

function record(id: string, name: string, more: Partial<FoundRecord> = {}): FoundRecord {
  const key = `hubspot/44/contact/${id}`;
  return { key, kind: 'person', ref: { system: 'hubspot', account: '44', object: 'contact', id }, name, emails: [], phones: [], ...more };
}

interface Question {
  query: string;
  answer: (records: FoundRecord[]) => void;
  fail: () => void;
}

let questions: Question[] = [];
let places: (string | undefined)[] = [];
const host = {
  search: (query: string) =>
    new Promise<FoundRecord[]>((resolve, reject) => {
      questions.push({ query, answer: resolve, fail: () => reject(new Error('stopped')) });
    }),
  openOptions: (place?: string) => void places.push(place),
} as Partial<Host> as Host;

function show(element: React.ReactNode) {
  render(
    <HostProvider host={host}>
      <I18nProvider i18n={i18n}>{element}</I18nProvider>
    </HostProvider>,
  );
}

const question = (query: string) =>
  waitFor(() => {
    const asked = questions.findLast((each) => each.query === query);
    if (!asked) throw new Error(`nobody asked for ${query}`);
    return asked;
  });
const lines = () => screen.queryAllByRole('option').map((each) => each.textContent);
const answer = (to: Question, records: FoundRecord[]) => act(async () => to.answer(records));

beforeEach(async () => {
  questions = [];
  places = [];
  useView.setState({ ...useView.getInitialState() });
  await needWords('later');
});
afterEach(cleanup);

describe('search on a page without a record', () => {
  const type = (text: string) => fireEvent.change(screen.getByRole('searchbox'), { target: { value: text } });

  it('shows what was found, the typed part in bold', async () => {
    show(<NoRecord connections={[]} />);
    type('ana per');
    await answer(await question('ana per'), [record('1', 'Ana Pérez', { emails: ['ana.perez@llantas.mx'] })]);
    expect(lines()[0]).toContain('Ana Pérez');
    expect([...document.querySelectorAll('mark')].map((each) => each.textContent)).toEqual(['Ana', 'Pér', 'ana', 'per']);
  });

  it('keeps the last answer until the next is there, and drops one that was overtaken', async () => {
    show(<NoRecord connections={[]} />);
    type('a');
    await answer(await question('a'), [record('1', 'Ana')]);
    type('ab');
    const slow = await question('ab');
    expect(lines()).toHaveLength(1);
    type('abc');
    await answer(await question('abc'), [record('3', 'Abcdef')]);
    await answer(slow, [record('2', 'Abelard')]);
    expect(lines()[0]).toContain('Abcdef');
  });

  it('opens the line the arrows are on when Enter is pressed, a known customer out of the cache', async () => {
    show(<NoRecord connections={[]} />);
    type('a');
    await answer(await question('a'), [record('1', 'Ana'), record('2', 'Anton', { dossier: 'hubspot/44/contact/2' })]);
    const field = screen.getByRole('searchbox');
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    expect(screen.getAllByRole('option')[1]?.getAttribute('aria-selected')).toBe('true');
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(useView.getState().showing).toBe('hubspot/44/contact/2'));
  });

  it('opens nothing while the answer to what stands in the field is awaited', async () => {
    show(<NoRecord connections={[]} />);
    type('a');
    await answer(await question('a'), [record('2', 'Anton', { dossier: 'hubspot/44/contact/2' })]);
    type('ab');
    fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Enter' });
    await question('ab');
    expect(useView.getState().showing).toBeUndefined();
  });

  it('says that nothing is like it, and shows the way to keep more', async () => {
    show(<NoRecord connections={[]} />);
    type('zzz');
    await answer(await question('zzz'), []);
    expect(screen.getByText(/Nothing like this/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Choose what is kept' }));
    expect(places).toEqual(['connections']);
  });

  it('asks once more by itself when the worker stopped, then lets the rep do it', async () => {
    show(<NoRecord connections={[]} />);
    type('ana');
    (await question('ana')).fail();
    await waitFor(() => expect(questions).toHaveLength(2));
    await act(async () => questions[1]?.fail());
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(questions).toHaveLength(3));
    await answer(questions[2] as Question, [record('1', 'Ana')]);
    expect(lines()[0]).toContain('Ana');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('palette', () => {
  it('lists found customers before places, and opens the first when Enter is pressed', async () => {
    HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
      this.open = true;
    };
    show(<Palette open={{ connections: [], settings: {} as never, mappings: [], dictionaries: new Map() }} />);
    const field = screen.getByRole('combobox', { hidden: true });
    fireEvent.change(field, { target: { value: 'con' } });
    await answer(await question('con'), [record('7', 'Conrad', { dossier: 'hubspot/44/contact/7' })]);
    const options = screen.getAllByRole('option', { hidden: true }).map((each) => each.textContent);
    expect(options[0]).toContain('Conrad');
    expect(options[1]).toContain('Connections');
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(useView.getState().showing).toBe('hubspot/44/contact/7'));
  });
});
