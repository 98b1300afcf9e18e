import '../../components/theme.css';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { HostProvider } from '../../components/host.tsx';
import { Panel, type ShownTab } from '../../components/panel/panel.tsx';
import { Gate } from '../../components/vault/gate.tsx';
import { dressPage, LanguageAndTheme } from '../../components/words/language-and-theme.tsx';
import { gateHost } from '../../lib/messages/gate.ts';
import { LEAST_ROUNDS } from '../../lib/model/rounds.ts';
import { noteUse, sessionKeeper } from '../../lib/platform/session.ts';
import { keepWith } from '../../lib/store/keeper.ts';
import { lock, setPassphrase, unlock } from '../../lib/store/passphrase.ts';
import { build, tabOf } from '../gallery/world.ts';
import { host } from '../sidepanel/host.ts';
import { anchorAt, nameAt, phoneAt, worldOf } from './customers.ts';

/* The panel as its own page draws it, told from outside which record is open. The systems never answer: the cache alone paints. */

const PASSPHRASE = 'four words of a bench';
/** As wide as browsers open a side panel. */
const PANEL_PX = 400;
/** Between two records: all that the last one has set going has ended. */
const REST_MS = 120;
const NO_SYSTEM = { ...host, makeFresh: () => new Promise<never>(() => undefined) };

let tell: (tab: ShownTab) => void = () => undefined;

/** ms from the moment the panel is told of the record to its painted view; whether a frame without anybody came between. */
interface Shown {
  ms: number;
  wasBlank: boolean;
}

/** So many customers in the cache, and the panel over no record. `isLocked`: under a passphrase, which was given. */
export async function begin(count: number, isLocked: boolean): Promise<void> {
  keepWith(sessionKeeper);
  await build(worldOf(count, Date.now()));
  if (isLocked) {
    // The worker locks what nobody uses.
    await noteUse(Date.now());
    await setPassphrase(PASSPHRASE, LEAST_ROUNDS);
    await lock();
    await unlock(PASSPHRASE);
  }
  await dressPage();
  const place = document.body.appendChild(document.createElement('div'));
  place.style.width = `${PANEL_PX}px`;
  createRoot(place).render(
    <StrictMode>
      <HostProvider host={NO_SYSTEM}>
        <LanguageAndTheme>
          <Gate host={gateHost} wasLocked={false}>
            <Page />
          </Gate>
        </LanguageAndTheme>
      </HostProvider>
    </StrictMode>,
  );
}

function Page() {
  const [tab, setTab] = useState<ShownTab>();
  useEffect(() => {
    tell = setTab;
  }, []);
  return <Panel tab={tab} />;
}

/** From record to record, each customer for the first time in this page. */
export async function follow(from: number, to: number): Promise<Shown[]> {
  const shown: Shown[] = [];
  for (let nth = from; nth < to; nth += 1) {
    // A record is not told in step with the frames.
    await new Promise((done) => setTimeout(done, REST_MS + ((nth * 7) % 17)));
    const painted = paintOf(nth);
    const start = performance.now();
    tell({ tabId: 1, state: tabOf(anchorAt(nth), 'sample-hubspot') });
    const { at, wasBlank } = await painted;
    shown.push({ ms: at - start, wasBlank });
  }
  return shown;
}

/** When the frame with her name, her phone and the marks of all six systems has been painted. */
function paintOf(nth: number): Promise<{ at: number; wasBlank: boolean }> {
  return new Promise((resolve) => {
    let wasBlank = false;
    let isThere = false;
    const isComplete = () =>
      document.querySelector('h1')?.textContent === nameAt(nth) &&
      document.querySelector('[role="tabpanel"]')?.textContent.replace(/\D/g, '').includes(phoneAt(nth).replace(/\D/g, '')) === true &&
      document.querySelectorAll('main ul:first-of-type > li').length >= 6;
    const watch = new MutationObserver(() => {
      if (isThere || !isComplete()) return;
      isThere = true;
      watch.disconnect();
      // Before whatever else the page has put off until after its frame.
      requestAnimationFrame(() => {
        void scheduler.postTask(() => resolve({ at: performance.now(), wasBlank }), { priority: 'user-blocking' });
      });
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    const look = () => {
      if (isThere) return;
      wasBlank ||= document.querySelector('[data-unseen]') !== null;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}
