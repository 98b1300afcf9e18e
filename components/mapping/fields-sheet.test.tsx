// @vitest-environment happy-dom
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { StoredError } from '../../lib/model/errors.ts';
import type { FieldRow, FieldSheet, MappingChoice } from '../../lib/model/mapping.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { FieldsSheet } from './fields-sheet.tsx';
import type { FieldsHost } from './use-sheet.ts';

await needWords('later');

const connections = [{ id: 'c1', system: 'hubspot', systemName: 'HubSpot', account: '44', mark: 'Hs' }] as ConnectionInfo[];
const row = (key: string, label: string, more: Partial<FieldRow> = {}): FieldRow => ({
  ...{ key, label, type: 'string', custom: true, known: false, fits: ['title', 'city', 'industry'] },
  ...more,
});
const ROWS = [
  row('cargo', 'Cargo', {
    example: { kind: 'text', text: 'Jefa de compras' },
    proposal: { key: 'cargo', canonical: 'title', confidence: 1, reasons: ['label', 'values'] },
  }),
  row('zona', 'Zona', { proposal: { key: 'zona', canonical: 'city', confidence: 0.7, reasons: ['similar'] } }),
  row('flota', 'Flota', { type: 'number', example: { kind: 'number', number: 140 }, fits: [] }),
  row('otro', 'Otro'),
  row('email', 'Email', { known: true }),
];
const NOTHING: MappingChoice = { fields: {}, pins: [], skipped: [] };

function show(
  answer: Partial<FieldSheet> | StoredError = {},
  options: { objects?: readonly ('contact' | 'deal')[]; keeps?: boolean } = {},
) {
  const saved: MappingChoice[] = [];
  const { objects = ['contact'], keeps = true } = options;
  const sheet: FieldSheet = { object: 'contact', rows: ROWS, choice: NOTHING, examples: [], ...('kind' in answer ? {} : answer) };
  const answers: ({ sheet: FieldSheet } | { error: StoredError })[] = ['kind' in answer ? { error: answer } : { sheet }];
  const host: FieldsHost = {
    objectsOf: () => objects,
    readFields: async () => answers[0] ?? expect.fail(),
    saveFields: async (_id, _object, choice) => {
      saved.push(choice);
      return keeps ? {} : { error: { kind: 'unavailable' } };
    },
  };
  render(
    <I18nProvider i18n={i18n}>
      <FieldsSheet host={host} connections={connections} connectionId="c1" object="contact" />
    </I18nProvider>,
  );
  return { saved, answers };
}

const section = (name: string) => within(screen.getByRole('region', { name }));
const meaning = (field: string) => screen.getByLabelText(`${field}: what it is`) as HTMLSelectElement;

afterEach(cleanup);

describe('FieldsSheet', () => {
  it('shows each field with an example, what it may be, how sure that is and why', async () => {
    show({ examples: ['Ana Pérez'] });
    expect(await screen.findByText('Examples from Ana Pérez')).toBeTruthy();
    expect(section('Suggested').getByText(/Jefa de compras/)).toBeTruthy();
    expect(meaning('Cargo').value).toBe('title');
    expect(screen.getByText('Sure').parentElement?.textContent).toBe('Sure: same name, values fit');
    expect(screen.getByText('Likely').parentElement?.textContent).toBe('Likely: similar name');
    expect(section('Other fields').getByText(/140/)).toBeTruthy();
    expect(screen.queryByLabelText('Flota: what it is')).toBeNull();
    expect(screen.getByText('1 field that Sidelight reads already')).toBeTruthy();
  });

  it('confirms the sure ones at once, and one at a time', async () => {
    const { saved } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Confirm 1 sure one' }));
    const title = { key: 'cargo', label: 'Cargo', type: 'string' };
    expect(saved[0]).toEqual({ ...NOTHING, fields: { title } });
    expect(section('In use').getByText('Cargo')).toBeTruthy();
    const zona = screen.getByRole('button', { name: 'Confirm Zona' });
    zona.focus();
    fireEvent.click(zona);
    expect(document.activeElement).toBe(meaning('Zona'));
    expect(saved[1]?.fields).toEqual({ title, city: { key: 'zona', label: 'Zona', type: 'string' } });
    expect(screen.queryByRole('region', { name: 'Suggested' })).toBeNull();
  });

  it('gives a field another meaning, takes it from the one that had it, and forgets a proposal that is turned down', async () => {
    const { saved } = show();
    await screen.findByText('Cargo');
    fireEvent.change(meaning('Otro'), { target: { value: 'title' } });
    expect(saved[0]?.fields.title?.key).toBe('otro');
    expect(meaning('Cargo').value).toBe('');
    fireEvent.change(meaning('Zona'), { target: { value: '' } });
    expect(saved[1]?.skipped).toEqual(['zona']);
    fireEvent.change(meaning('Otro'), { target: { value: 'city' } });
    expect(Object.keys(saved[2]?.fields ?? {})).toEqual(['city']);
    fireEvent.change(meaning('Otro'), { target: { value: '' } });
    expect(saved[3]).toEqual({ ...NOTHING, skipped: ['zona'] });
  });

  it('pins fields to the card in an order the rep chooses', async () => {
    const { saved } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Show Flota on the card' }));
    fireEvent.click(screen.getByRole('button', { name: 'Show Otro on the card' }));
    fireEvent.click(screen.getByRole('button', { name: 'Move Otro up' }));
    expect(saved.at(-1)?.pins.map(({ key }) => key)).toEqual(['otro', 'flota']);
    expect((screen.getByRole('button', { name: 'Move Otro up' }) as HTMLButtonElement).disabled).toBe(true);
    const [first] = section('On the card as they are').getAllByRole('button', { name: 'Take Otro off the card' });
    fireEvent.click(first ?? expect.fail());
    expect(saved.at(-1)?.pins.map(({ key }) => key)).toEqual(['flota']);
  });

  it('takes a decision back on the screen, and says so, when it could not be kept', async () => {
    show({}, { keeps: false });
    fireEvent.click(await screen.findByRole('button', { name: 'Confirm Cargo' }));
    expect(await screen.findByText('This was not saved. Try again.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Confirm Cargo' })).toBeTruthy();
  });

  it('says what went wrong and asks again, and says when there is nothing to decide', async () => {
    const { answers } = show({ kind: 'unavailable' });
    const retry = await screen.findByRole('button', { name: 'Try again' });
    answers[0] = { sheet: { object: 'contact', rows: [row('email', 'Email', { known: true })], choice: NOTHING, examples: [] } };
    fireEvent.click(retry);
    expect(await screen.findByText(/There is nothing to decide here/)).toBeTruthy();
  });

  it('says so when a system does not tell its fields', () => {
    show({}, { objects: [] });
    expect(screen.getByText('This system does not tell its fields.')).toBeTruthy();
  });
});
