import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { OptionsPage } from '../../components/connections/options-page.tsx';
import '../../components/theme.css';
import { dressPage, LanguageAndTheme } from '../../components/words/language-and-theme.tsx';
import { host } from './host.ts';

async function start(): Promise<void> {
  await dressPage();
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

void start();
