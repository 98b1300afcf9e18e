// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Settings } from '../../lib/model/dossier.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { GeneralSheet } from './general-sheet.tsx';

await needWords('later');

const SETTINGS: Settings = { language: 'auto', theme: 'auto', followPreviews: true };
const connections = [
  { id: '1', system: 'hubspot', systemName: 'HubSpot' },
  { id: '2', system: 'zoho', systemName: 'Zoho' },
] as ConnectionInfo[];

function show(settings: Settings = SETTINGS) {
  const done: unknown[] = [];
  const unused = () => expect.fail('not asked for here');
  const host = {
    changeSettings: async (changes: unknown) => done.push(changes),
    importSettings: unused,
    sealSignIns: unused,
    openSignIns: unused,
    requestAccess: unused,
  };
  render(
    <I18nProvider i18n={i18n}>
      <GeneralSheet settings={settings} connections={connections} host={host} />
    </I18nProvider>,
  );
  return done;
}

afterEach(cleanup);

describe('GeneralSheet', () => {
  it('keeps the rules of other fields when one is changed, and names the trusted system first', () => {
    const done = show({ ...SETTINGS, mergeRules: { name: { by: 'newest' } } });
    expect((screen.getByLabelText('Name') as HTMLSelectElement).value).toBe('newest');
    fireEvent.change(screen.getByLabelText('Job title'), { target: { value: 'trusted:zoho' } });
    expect(done).toEqual([{ mergeRules: { name: { by: 'newest' }, title: { by: 'trusted', systems: ['zoho', 'hubspot'] } } }]);
  });

  it('shows a trusted system that is not connected any more', () => {
    show({ ...SETTINGS, mergeRules: { city: { by: 'trusted', systems: ['salesforce'] } } });
    expect((screen.getByLabelText('City') as HTMLSelectElement).value).toBe('trusted:salesforce');
  });
});
