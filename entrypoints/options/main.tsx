import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { OptionsPage } from '../../components/connections/options-page.tsx';
import '../../components/theme.css';
import { Gate } from '../../components/vault/gate.tsx';
import { needWords } from '../../components/words/i18n.ts';
import { dressPage, LanguageAndTheme } from '../../components/words/language-and-theme.tsx';
import { gateHost } from '../../lib/messages/gate.ts';
import { sessionKeeper } from '../../lib/platform/session.ts';
import { keepWith } from '../../lib/store/keeper.ts';
import { host } from './host.ts';

async function start(): Promise<void> {
  keepWith(sessionKeeper);
  await Promise.all([needWords('later'), dressPage()]);
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <LanguageAndTheme>
        <Gate host={gateHost} wasLocked={undefined}>
          <OptionsPage host={host} />
        </Gate>
      </LanguageAndTheme>
    </StrictMode>,
  );
}

// A test queues hundreds of entries through the panel's own code; no other build has this door.
if (import.meta.env.MODE === 'demo') void import('./demo-door.ts').then(({ openDoor }) => openDoor());
void start();
