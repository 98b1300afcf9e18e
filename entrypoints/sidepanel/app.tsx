import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { HostProvider } from '../../components/host.tsx';
import { Panel } from '../../components/panel/panel.tsx';
import { Gate } from '../../components/vault/gate.tsx';
import { dressPage, LanguageAndTheme } from '../../components/words/language-and-theme.tsx';
import { gateHost } from '../../lib/messages/gate.ts';
import { sessionKeeper } from '../../lib/platform/session.ts';
import { keepWith } from '../../lib/store/keeper.ts';
import { endFirstFrame } from './first-frame.ts';
import { host } from './host.ts';
import { usePage } from './use-page.ts';
import { useWish } from './use-wish.ts';

function Page() {
  useWish();
  return <Panel tab={usePage()} onShown={endFirstFrame} />;
}

/** Draws the panel. `wasLocked`: what the first frame has found. */
export async function start(wasLocked: boolean): Promise<void> {
  keepWith(sessionKeeper);
  await dressPage();
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <HostProvider host={host}>
        <LanguageAndTheme>
          <Gate host={gateHost} wasLocked={wasLocked}>
            <Page />
          </Gate>
        </LanguageAndTheme>
      </HostProvider>
    </StrictMode>,
  );
}
