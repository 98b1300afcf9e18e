import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { HostProvider } from '../../components/host.tsx';
import { Panel } from '../../components/panel/panel.tsx';
import { dressPage, LanguageAndTheme } from '../../components/words/language-and-theme.tsx';
import { endFirstFrame } from './first-frame.ts';
import { host } from './host.ts';
import { usePage } from './use-page.ts';

function Page() {
  return <Panel tab={usePage()} onShown={endFirstFrame} />;
}

/** Draws the panel. */
export async function start(): Promise<void> {
  await dressPage();
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <HostProvider host={host}>
        <LanguageAndTheme>
          <Page />
        </LanguageAndTheme>
      </HostProvider>
    </StrictMode>,
  );
}
