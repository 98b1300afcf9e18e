import '../../components/theme.css';
import { i18n, type Language, needWords, speak } from '../../components/words/i18n.ts';
import { endWall, wall, wallTab } from './hostile.tsx';
import { type Scenes, type State, show } from './stage.tsx';
import { COMPOSERS } from './states/composers.ts';
import { CONNECT } from './states/connect.ts';
import { CONNECTIONS } from './states/connections.ts';
import { LOCKED } from './states/locked.ts';
import { OPTIONS } from './states/options.ts';
import { PALETTE } from './states/palette.ts';
import { PANEL } from './states/panel.ts';
import { FORGETTING, PRIVACY } from './states/privacy.ts';
import { RECEIPTS } from './states/receipts.ts';
import { SCORE_GUIDE } from './states/score-guide.ts';
import { SYNC } from './states/sync.ts';
import { TRANSFER } from './states/transfer.ts';

/* Every screen and state, from the real components with made-up data. In the demo build alone: for the tests and for looking at. */

const onPage = (page: State['page'], ...all: Scenes[]) =>
  all.flatMap((scenes) => Object.entries(scenes).map(([id, scene]): State => ({ id, page, ...scene })));

const STATES: readonly State[] = [
  ...onPage('panel', PANEL, COMPOSERS, SCORE_GUIDE, RECEIPTS, PALETTE, FORGETTING, LOCKED),
  ...onPage('options', OPTIONS, CONNECT, CONNECTIONS, SYNC, PRIVACY, TRANSFER),
];

function wear(theme: 'light' | 'dark'): void {
  document.documentElement.dataset.theme = theme;
}

async function say(language: Language): Promise<void> {
  await speak(language);
  document.documentElement.lang = i18n.locale;
  await new Promise((done) => requestAnimationFrame(done));
}

async function showById(id: string): Promise<void> {
  const state = STATES.find((each) => each.id === id);
  if (!state) throw new Error(`gallery: no state ${id}`);
  await show(state);
}

/** The list, for people: a press shows the state; `?theme=dark&language=ru` at the address. */
function list(): void {
  const place = document.getElementById('root');
  for (const { id, page } of STATES) {
    const link = document.createElement('button');
    link.className = 'block px-4 py-1';
    link.textContent = `${page}: ${id}`;
    link.onclick = () => void showById(id);
    place?.append(link);
  }
}

await needWords('later');
Object.assign(globalThis, {
  gallery: { states: STATES.map(({ id, page }) => ({ id, page })), show: showById, say, wear, wall, wallTab, endWall },
});
const asked = new URLSearchParams(location.search);
wear(asked.get('theme') === 'dark' ? 'dark' : 'light');
const language = asked.get('language');
if (language === 'es' || language === 'ru') await say(language);
list();
