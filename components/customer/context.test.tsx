// @vitest-environment happy-dom
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { DeliveryState, QueuedAction } from '../../lib/model/dossier.ts';
import { newHookId } from '../../lib/model/hook-id.ts';
import { Waiting } from '../panel/waiting.tsx';
import { i18n, LANGUAGES, needWords, speak } from '../words/i18n.ts';

beforeAll(() => needWords('later'));
afterEach(cleanup);

it.each(LANGUAGES)(
  'systemOf gives what is gone or is a workflow a word, never its id, when something waits for it (%s)',
  async (language) => {
    await speak(language);
    const [removed, hook] = [crypto.randomUUID(), newHookId()];
    const waiting = (id: string, connectionId: string, state: DeliveryState): QueuedAction => ({
      ...{ id, record: 'r', customerName: 'Ana', action: { kind: 'note', text: 'x', on: [], at: 1 }, createdAt: 1 },
      deliveries: [{ id, actionId: id, connectionId, state, attempts: 0, nextAt: 0, error: { kind: 'auth', code: 'connection-removed' } }],
    });
    const view = render(
      <I18nProvider i18n={i18n}>
        <Waiting actions={[waiting('a', removed, 'failed'), waiting('b', hook, 'needs-you')]} connections={[]} />
      </I18nProvider>,
    );
    fireEvent.click(screen.getByRole('button', { expanded: false }));
    const text = view.container.textContent ?? '';
    for (const id of [removed, hook, 'hook-', 'system.removed', 'workflows.one']) expect(text).not.toContain(id);
    expect(text).toContain(i18n._('system.removed'));
    expect(text).toContain(i18n._('workflows.one'));
  },
);
