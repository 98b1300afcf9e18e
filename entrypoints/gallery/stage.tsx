import { I18nProvider } from '@lingui/react';
import { createRoot, type Root } from 'react-dom/client';
import type { OptionsHost } from '../../components/connections/connectable.ts';
import { OptionsPage } from '../../components/connections/options-page.tsx';
import { type Host, HostProvider } from '../../components/host.tsx';
import { Panel } from '../../components/panel/panel.tsx';
import { useView } from '../../components/panel/view-state.ts';
import { Gate } from '../../components/vault/gate.tsx';
import { i18n } from '../../components/words/i18n.ts';
import { searchRecords } from '../../lib/engine/search.ts';
import type { TabState } from '../../lib/model/dossier.ts';
import { lock, unlock } from '../../lib/store/passphrase.ts';
import { host as realOptions } from '../options/host.ts';
import { build, type World } from './world.ts';

/** One state of one page. */
export interface State {
  id: string;
  page: 'panel' | 'options';
  world: () => World;
  /** What the front tab shows; the panel alone. */
  tab?: TabState;
  /** Place in the options page. */
  hash?: string;
  /** Answers are awaited. */
  isAsking?: boolean;
  isOffline?: boolean;
  /** What `verify` answers, what reading fields answers … */
  host?: Partial<OptionsHost> & Partial<Host>;
  /** What the rep has done so far. */
  play?: (hands: Hands) => Promise<void>;
  /** There when the state is complete; default: nothing is busy any more. */
  ready?: string;
}

/** A state without its name and page, as the lists in `states/` hold them. */
export type Scene = Omit<State, 'id' | 'page'>;
export type Scenes = Readonly<Record<string, Scene>>;

/** What a state's script can do. */
export interface Hands {
  click(selector: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  find(selector: string): Promise<HTMLElement>;
}

const never = () => new Promise<never>(() => undefined);
const frame = () => new Promise((done) => requestAnimationFrame(done));

async function find(selector: string): Promise<HTMLElement> {
  for (let tries = 0; tries < 600; tries++) {
    const hit = document.querySelector<HTMLElement>(selector);
    if (hit) return hit;
    await frame();
  }
  throw new Error(`gallery: no ${selector} in ${document.body.innerText.slice(0, 400)}`);
}

const hands: Hands = {
  find,
  async click(selector) {
    (await find(selector)).click();
    await frame();
  },
  async type(selector, text) {
    const field = (await find(selector)) as HTMLInputElement | HTMLTextAreaElement;
    field.focus();
    const proto = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await frame();
  },
};

let root: Root | undefined;
let isOffline = false;
/** A tab of its own for each state: answers are remembered per tab. */
let turn = 0;
Object.defineProperty(navigator, 'onLine', { get: () => !isOffline });

/** Shows a state and waits until nothing moves any more. */
export async function show(state: State): Promise<void> {
  // Each record keeps how far it was scrolled; the next state begins at the top.
  const box = document.querySelector('[data-scroll]');
  if (box && box.scrollTop > 0) {
    box.scrollTo(0, 0);
    await frame();
    await frame();
  }
  root?.unmount();
  isOffline = state.isOffline ?? false;
  turn += 1;
  useView.setState({ ...useView.getInitialState() });
  await build(state.world());
  history.replaceState(null, '', `#${state.hash ?? ''}`);
  const place = document.getElementById('root');
  if (!place) return;
  root = createRoot(place);
  root.render(
    <I18nProvider i18n={i18n}>
      <Gate host={{ unlock, lock, wipe: never, used: () => undefined }} wasLocked={state.page === 'panel' ? false : undefined}>
        {state.page === 'panel' ? <PanelOf state={state} /> : <OptionsPage host={optionsHost(state)} />}
      </Gate>
    </I18nProvider>,
  );
  await find(state.page === 'panel' ? '#root main' : '#root main h1');
  await state.play?.(hands);
  await find(state.ready ?? (state.isAsking ? '#root main' : '#root:not(:has([aria-busy="true"], .skeleton))'));
  await rest();
}

function PanelOf({ state }: { state: State }) {
  const answer = state.isAsking ? never : () => Promise.resolve({});
  const host: Host = {
    makeFresh: answer,
    rule: () => Promise.resolve({}),
    askMore: () => Promise.resolve({}),
    search: (query, limit) => searchRecords(query, limit, Date.now()),
    wake: () => undefined,
    forget: () => Promise.resolve({}),
    showAgain: () => Promise.resolve({}),
    changeSettings: () => Promise.resolve({}),
    lockNow: () => Promise.resolve({}),
    changeConnection: () => Promise.resolve({}),
    createScoreField: never,
    openTab: () => undefined,
    openOptions: () => undefined,
    ...state.host,
  };
  return (
    <HostProvider host={host}>
      <Panel tab={{ tabId: turn, ...(state.tab && { state: state.tab }) }} />
    </HostProvider>
  );
}

function optionsHost({ host }: State): OptionsHost {
  const done = () => Promise.resolve({});
  return {
    ...realOptions,
    requestAccess: () => Promise.resolve(true),
    verify: never,
    save: never,
    test: never,
    change: done,
    remove: done,
    pause: done,
    resume: done,
    chooseSync: done,
    changeSettings: done,
    importSettings: done,
    sealSignIns: never,
    openSignIns: never,
    setPassphrase: done,
    dropPassphrase: done,
    lockNow: done,
    wipe: done,
    version: '0.0.0',
    openShortcuts: () => undefined,
    redirectUrl: () => 'https://oaffopabffpcjfbkbadikjnafjcdegob.chromiumapp.org/',
    ...host,
  };
}

/** Resolves when the page has looked the same for some frames. */
async function rest(frames = 3): Promise<void> {
  let last = '';
  for (let still = 0; still < frames; ) {
    await frame();
    const now = document.body.innerHTML;
    still = now === last ? still + 1 : 0;
    last = now;
  }
}
