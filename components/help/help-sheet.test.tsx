// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { HelpSheet } from './help-sheet.tsx';

await needWords('later');
afterEach(cleanup);

const connections = [
  { id: '1', system: 'hubspot', systemName: 'HubSpot', account: '4471209', userName: 'Luis Ortega', state: 'signed-out' },
] as ConnectionInfo[];

function show() {
  render(
    <I18nProvider i18n={i18n}>
      <HelpSheet connections={connections} host={{ version: '1.2.3' }} />
    </I18nProvider>,
  );
}

describe('HelpSheet', () => {
  it('copies exactly the details it shows when a problem is reported', async () => {
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    show();
    const shown = (await screen.findByText(/Sidelight 1\.2\.3/)).textContent;
    fireEvent.click(screen.getByRole('button', { name: 'Copy details' }));
    expect(written).toHaveBeenCalledWith(shown);
    expect(shown).toContain('hubspot · signed-out');
    expect(shown).not.toMatch(/4471209|Luis|Ortega/);
  });
});
