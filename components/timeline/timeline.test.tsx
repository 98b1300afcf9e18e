// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { mergeTimeline } from '../../lib/identity/merge-timeline.ts';
import { sampleOf } from '../sample/customers.ts';
import { act } from '../sample/rows.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { Timeline } from './timeline.tsx';

await needWords('later');
afterEach(cleanup);

const NOW = Date.now();
const { connections, dictionaries, customers } = sampleOf(NOW);
const ana = customers[0] ?? expect.fail('no sample');

function show(body: { title?: string; text?: string }) {
  const entries = mergeTimeline([act('hubspot', 'note', NOW - 1000, body)]);
  render(
    <I18nProvider i18n={i18n}>
      <Timeline dossier={ana} entries={entries} around={{ connections, dictionaries }} isComplete />
    </I18nProvider>,
  );
}
const LONG = 'She asked for two lots and net 45. '.repeat(20).trim();

it('Timeline opens a long title that is all the entry says', () => {
  show({ title: LONG, text: LONG });
  expect(screen.getByRole('heading', { level: 3 }).className).toContain('line-clamp');
  fireEvent.click(screen.getByRole('button', { name: 'Whole text' }));
  expect(screen.getByRole('heading', { level: 3 }).className).not.toContain('line-clamp');
});

it('Timeline offers no button where all of an entry is shown', () => {
  show({ title: 'Offer', text: 'Offer' });
  expect(screen.queryByRole('button', { name: 'Whole text' })).toBeNull();
});
