import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { OptionsPage } from '../../components/connections/options-page.tsx';
import '../../components/theme.css';
import { needWords } from '../../components/words/i18n.ts';
import { dressPage, LanguageAndTheme } from '../../components/words/language-and-theme.tsx';
import { host } from './host.ts';

async function start(): Promise<void> {
  await Promise.all([needWords('options'), dressPage()]);
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <LanguageAndTheme>
        <OptionsPage host={host} />
      </LanguageAndTheme>
    </StrictMode>,
  );
}

// A test queues hundreds of entries through the panel's own code; no other build has this door.
if (import.meta.env.MODE === 'demo') void import('./demo-door.ts').then(({ openDoor }) => openDoor());
void start();
