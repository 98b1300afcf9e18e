// @vitest-environment happy-dom
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { Draft } from '../../lib/model/dossier.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { DraftLines } from './draft-lines.tsx';

const draftFor = (name: string) => ({ record: name, kind: 'note', customerName: name, text: 'x' }) as Draft;

beforeAll(() => needWords('later'));
afterEach(cleanup);

it('more drafts than there is room for are counted, and shown when asked for', () => {
  render(
    <I18nProvider i18n={i18n}>
      <DraftLines drafts={['Ana', 'Erik', 'Olga', 'Kenji', 'Luis'].map(draftFor)} current={undefined} writing="Ana" />
    </I18nProvider>,
  );
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
  fireEvent.click(screen.getByRole('button', { name: '1 more draft' }));
  expect(screen.getByText('Draft for Luis')).toBeTruthy();
  expect(document.activeElement?.closest('li')?.textContent).toContain('Luis');
});
