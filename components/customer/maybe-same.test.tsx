// @vitest-environment happy-dom
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dossier, LinkedRecord } from '../../lib/model/dossier.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { type Host, HostProvider } from '../host.tsx';
import { i18n, needWords } from '../words/i18n.ts';
import type { Around } from './context.ts';
import { factsOf } from './facts.ts';
import { MaybeSame } from './maybe-same.tsx';

const ref = (id: string, system: string): RecordRef => ({ system, account: 'acme', object: 'contact', native: 'x', id });
const connection = (id: string, systemName: string): ConnectionInfo => ({
  id,
  system: id,
  systemName,
  mark: systemName.slice(0, 2),
  account: 'acme',
  userId: '1',
  userName: 'Luis',
  can: [],
  missing: [],
  createdAt: 1,
  state: 'ok',
});
const around: Around = { connections: [connection('hubspot', 'HubSpot'), connection('zoho', 'Zoho')], dictionaries: new Map() };
const linked = (id: string, system: string, name: string, rest: Omit<LinkedRecord, 'record'>): LinkedRecord => ({
  record: { kind: 'person', ref: ref(id, system), name, emails: [], phones: [], links: [], custom: {}, url: `https://crm.example/${id}` },
  ...rest,
});
const ANCHOR = linked('1', 'hubspot', 'Ana Pérez', { link: 'anchor' });

function show(inZoho: LinkedRecord[], rule: Host['rule'] = () => Promise.resolve({})) {
  const part = { state: 'answered' as const, askedAt: 1, answeredAt: 1, activities: [], hasMore: false };
  const dossier: Dossier = {
    key: recordKey(ANCHOR.record.ref),
    kind: 'person',
    anchor: ANCHOR.record.ref,
    openedAt: 1,
    parts: [
      { ...part, connectionId: 'hubspot', records: [ANCHOR] },
      { ...part, connectionId: 'zoho', records: inZoho },
    ],
  };
  const facts = factsOf(dossier, around, undefined) ?? expect.fail();
  const host = { rule } as Host;
  return (
    <HostProvider host={host}>
      <I18nProvider i18n={i18n}>
        <MaybeSame anchor={dossier.anchor} facts={facts} around={around} />
      </I18nProvider>
    </HostProvider>
  );
}

const uncertain = (id: string, name: string, more: Partial<LinkedRecord> = {}) =>
  linked(id, 'zoho', name, {
    link: 'maybe',
    probability: 0.78,
    reasons: [
      { code: 'email.different', weight: -1 },
      { code: 'phone.same', weight: 2, values: { phone: '5678' } },
    ],
    ...more,
  });

beforeAll(() => needWords('later'));
afterEach(cleanup);

describe('MaybeSame', () => {
  it('shows who, where, how likely and why, what speaks for it first', () => {
    render(show([uncertain('2', 'A. Pérez Garza')]));
    const block = screen.getByRole('region', { name: 'Maybe the same?' });
    expect(within(block).getByRole('heading', { name: 'Maybe the same?' })).toBeTruthy();
    expect(block.textContent).toMatch(/Likely, 78\s?%/);
    expect(within(block).getByText('A. Pérez Garza').getAttribute('href')).toBe('https://crm.example/2');
    const reasons = within(block).getAllByRole('listitem');
    expect(reasons.map(({ textContent }) => textContent)).toEqual(['Same phone: 5678', 'Other e-mail']);
    expect(within(block).getByText(/Nothing is merged in Zoho itself/)).toBeTruthy();
  });

  it.each([
    ['Same', true],
    ['Different', false],
  ])('sends the answer when "%s" is clicked', (name, same) => {
    const said: unknown[] = [];
    render(
      show([uncertain('2', 'A. Pérez')], async (request) => {
        said.push(request);
      }),
    );
    fireEvent.click(screen.getByRole('button', { name }));
    expect(said).toEqual([{ a: ANCHOR.record.ref, b: ref('2', 'zoho'), same }]);
  });

  it('leaves a receipt with Undo when an answer was given, and finds it again folded up later', async () => {
    const said: unknown[] = [];
    const rule: Host['rule'] = async ({ same }) => said.push(same);
    const view = render(show([uncertain('2', 'A. Pérez')], rule));
    fireEvent.click(screen.getByRole('button', { name: 'Different' }));
    const answered = uncertain('2', 'A. Pérez', { link: 'apart', ruling: 'different' });
    view.rerender(show([answered], rule));
    const undo = screen.getByRole('button', { name: 'Undo the answer on A. Pérez' });
    expect(undo.closest('details')).toBeNull();
    expect(undo.closest('li')?.textContent).toContain('You said: different');
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('You said: different'));
    cleanup();

    render(show([answered], rule));
    expect(screen.getByText('1 answer given').tagName).toBe('SUMMARY');
    fireEvent.click(screen.getByRole('button', { name: 'Undo the answer on A. Pérez', hidden: true }));
    expect(said).toEqual([false, null]);
  });

  it('gives the focus to the question that comes back when an answer is undone', () => {
    const answered = uncertain('2', 'A. Pérez', { link: 'apart', ruling: 'different' });
    const view = render(show([answered]));
    const undo = screen.getByRole('button', { name: 'Undo the answer on A. Pérez', hidden: true });
    undo.focus();
    fireEvent.click(undo);
    view.rerender(show([uncertain('2', 'A. Pérez')]));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Same' }));
  });

  it('names a duplicate inside one account as such, before and after the answer', () => {
    const own = linked('2', 'zoho', 'Ana Pérez', { link: 'same', probability: 0.99 });
    const twin = uncertain('3', 'Ana Perez', { reasons: [{ code: 'same-account-duplicate' }] });
    const view = render(show([own, twin]));
    expect(screen.getByRole('heading', { name: 'Possible duplicate in Zoho' })).toBeTruthy();
    view.rerender(show([own, { ...twin, link: 'same', ruling: 'same' }]));
    expect(screen.getByText(/Known duplicate in Zoho/)).toBeTruthy();
  });

  it('says so when the answer could not be saved', async () => {
    render(show([uncertain('2', 'A. Pérez')], () => Promise.reject(new Error('gone'))));
    fireEvent.click(screen.getByRole('button', { name: 'Same' }));
    expect((await screen.findAllByText(/Your answer was not saved/)).length).toBeGreaterThan(0);
    expect(screen.getByRole('button', { name: 'Same' })).toBeTruthy();
  });

  it('is not there when there is nothing to ask and nothing was answered', () => {
    render(show([linked('2', 'zoho', 'Ana Pérez', { link: 'same' })]));
    expect(screen.queryByRole('region')).toBeNull();
  });
});
