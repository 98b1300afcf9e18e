// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsDb } from '../../lib/store/databases.ts';
import { saveHookInfo } from '../../lib/store/hooks.ts';
import { DEFAULT_SETTINGS } from '../../lib/store/settings.ts';
import { i18n, needWords } from '../words/i18n.ts';
import type { WorkflowsHost } from './workflows.tsx';
import { WritingSheet } from './writing-sheet.tsx';

await needWords('later');

const gone = () => Promise.reject(new Error('the worker was stopped'));
function show(host: Partial<WorkflowsHost> = {}) {
  render(
    <I18nProvider i18n={i18n}>
      <WritingSheet
        settings={{ ...DEFAULT_SETTINGS, templates: [{ id: 't', name: 'After the call', kind: 'note', text: 'Spoke' }] }}
        host={{ requestAccess: async () => true, saveHook: gone, removeHook: gone, changeSettings: gone, ...host }}
      />
    </I18nProvider>,
  );
}
const section = (name: string) => within(screen.getByRole('region', { name }));
const NOT_SAVED = /^This was not saved/;

beforeEach(async () => {
  for (const table of settingsDb.tables) await table.clear();
});
afterEach(cleanup);

describe('what could not be saved', () => {
  it('is said of the list of whom nothing is written about, and what was typed stays', async () => {
    show();
    const list = section('Never write about');
    fireEvent.change(list.getByRole('textbox'), { target: { value: 'example.com' } });
    fireEvent.click(list.getByRole('button', { name: 'Save list' }));
    expect(await list.findByText(NOT_SAVED)).toBeTruthy();
    expect((list.getByRole('textbox') as HTMLTextAreaElement).value).toBe('example.com');
    expect((list.getByRole('button', { name: 'Save list' }) as HTMLButtonElement).disabled).toBe(false);
  });

  it('is said of a template, in words for templates', async () => {
    show();
    fireEvent.click(screen.getByRole('button', { name: 'Edit After the call' }));
    fireEvent.click(screen.getByRole('button', { name: 'Save template' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(NOT_SAVED);
  });

  it('is said of a template that was not removed', async () => {
    show();
    fireEvent.click(screen.getByRole('button', { name: 'Remove After the call' }));
    expect(await section('Templates').findByText(NOT_SAVED)).toBeTruthy();
  });

  it('is said of a workflow, and its address stays', async () => {
    show();
    const form = section('Workflows');
    fireEvent.change(form.getByLabelText(/Webhook address/), { target: { value: 'https://n8n.example/hook' } });
    fireEvent.click(form.getByRole('button', { name: 'Add workflow' }));
    expect((await form.findByRole('alert')).textContent).toContain('stopped');
    expect((form.getByLabelText(/Webhook address/) as HTMLInputElement).value).toBe('https://n8n.example/hook');
  });
});

describe('templates', () => {
  it('give the focus back to the button that opened the form', () => {
    show();
    const edit = screen.getByRole('button', { name: 'Edit After the call' });
    edit.focus();
    fireEvent.click(edit);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(document.activeElement).toBe(edit);
    const add = screen.getByRole('button', { name: 'New template' });
    add.focus();
    fireEvent.click(add);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(document.activeElement?.textContent).toBe('New template');
  });
});

it('workflows are told apart by the names of their buttons', async () => {
  await saveHookInfo({ id: 'hook-1', name: 'Back office', createdAt: 1 });
  await saveHookInfo({ id: 'hook-2', name: 'Billing', createdAt: 2 });
  const removed: string[] = [];
  show({ removeHook: async (id) => removed.push(id) });
  fireEvent.click(await screen.findByRole('button', { name: 'Remove Billing' }));
  await waitFor(() => expect(removed).toEqual(['hook-2']));
});
