import { useLiveQuery } from 'dexie-react-hooks';
import { Activity, CircleQuestionMark, Gauge, History, Keyboard, PenLine, Plug, Rows3, Shield, SlidersHorizontal } from 'lucide-react';
import { type ComponentType, useEffect, useState } from 'react';
import { connections, settings } from '../../lib/store/reading.ts';
import { AuditSheet } from '../audit/audit-sheet.tsx';
import { HelpSheet } from '../help/help-sheet.tsx';
import { FieldsSheet } from '../mapping/fields-sheet.tsx';
import { PrivacySheet } from '../privacy/privacy-sheet.tsx';
import { ScoringSheet } from '../scores/scoring-sheet.tsx';
import { Logo } from '../shell/logo.tsx';
import { ShortcutsSheet } from '../shell/shortcuts-sheet.tsx';
import { StatusSheet } from '../status/status-sheet.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { WritingSheet } from '../writing/writing-sheet.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import type { OptionsHost } from './connectable.ts';
import { ConnectionsSheet } from './connections-sheet.tsx';
import { GeneralSheet } from './general-sheet.tsx';

const SHEETS = ['connections', 'fields', 'scoring', 'writing', 'history', 'general', 'keys', 'privacy', 'status', 'help'] as const;
type Sheet = (typeof SHEETS)[number];
const LOOKS: Record<Sheet, { word: MessageId; icon: ComponentType<{ className?: string; strokeWidth?: number }> }> = {
  connections: { word: 'options.connections', icon: Plug },
  fields: { word: 'options.fields', icon: Rows3 },
  scoring: { word: 'options.scoring', icon: Gauge },
  writing: { word: 'options.writing', icon: PenLine },
  history: { word: 'options.history', icon: History },
  general: { word: 'options.general', icon: SlidersHorizontal },
  keys: { word: 'options.keys', icon: Keyboard },
  privacy: { word: 'options.privacy', icon: Shield },
  status: { word: 'options.status', icon: Activity },
  help: { word: 'options.help', icon: CircleQuestionMark },
};

/** `#connections`, `#connect/hubspot`: what the address asks for. */
function useHash(): string {
  const [hash, setHash] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const changed = () => setHash(location.hash.slice(1));
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return hash;
}

/** Settings as a full page, 360 to 1280 px wide. */
export function OptionsPage({ host }: { host: OptionsHost }) {
  const { t } = useWords();
  const hash = useHash();
  const known = useLiveQuery(() => connections(), []);
  const set = useLiveQuery(() => settings(), []);
  const [place, detail, about = ''] = hash.split('/');
  const sheet = SHEETS.find((each) => each === place) ?? 'connections';
  return (
    <div className="@container min-h-dvh bg-surface-sunken">
      <div className="flex min-h-dvh flex-col @page:flex-row">
        <nav aria-label={t('options.label')} className="flex shrink-0 flex-col gap-1 p-3 @page:w-58">
          <p className="flex items-center gap-2 px-2 py-2 font-strong text-3">
            <Logo />
            Sidelight
          </p>
          <ul className="flex flex-wrap gap-1 @page:flex-col">
            {SHEETS.map((id) => {
              const { word, icon: Icon } = LOOKS[id];
              return (
                <li key={id} className={id === 'status' ? '@page:mt-4' : undefined}>
                  <a
                    href={`#${id}`}
                    aria-current={sheet === id ? 'page' : undefined}
                    className={`flex min-h-control items-center gap-2.5 rounded px-2.5 font-medium ${sheet === id ? 'bg-surface-pressed text-text' : 'text-text-muted hover:bg-surface-hover'}`}
                  >
                    <Icon className={`size-4 ${sheet === id ? 'text-accent-text' : ''}`} strokeWidth={1.65} />
                    {t(word)}
                    {id === 'status' && known?.some(({ state }) => state === 'signed-out' || state === 'no-permission') && (
                      <span className="ms-auto size-1.5 rounded-full border-3 border-warn">
                        <span className="sr-only">{t('freshness.needs-you')}</span>
                      </span>
                    )}
                  </a>
                </li>
              );
            })}
          </ul>
        </nav>
        <main className="m-2 flex-1 rounded-3 border border-line bg-surface p-4 @page:p-8">
          <div className="max-w-248">
            {sheet === 'connections' && known && (
              <ConnectionsSheet host={host} connections={known} wanted={place === 'connections' ? detail : undefined} />
            )}
            {sheet === 'fields' && known && <FieldsSheet host={host} connections={known} connectionId={detail} object={about} />}
            {sheet === 'scoring' && set && <ScoringSheet settings={set} save={(scoreWeights) => host.changeSettings({ scoreWeights })} />}
            {sheet === 'keys' && set && (
              <ShortcutsSheet
                change={host.openShortcuts}
                letters={set.letterKeys !== false}
                setLetters={(letterKeys) => void host.changeSettings({ letterKeys })}
              />
            )}
            {sheet === 'writing' && set && <WritingSheet settings={set} host={host} />}
            {sheet === 'history' && known && <AuditSheet connections={known} />}
            {sheet === 'general' && set && <GeneralSheet settings={set} connections={known ?? []} host={host} />}
            {sheet === 'privacy' && set && <PrivacySheet settings={set} host={host} />}
            {sheet === 'status' && known && <StatusSheet connections={known} test={host.test} panelHost={host.panel} />}
            {sheet === 'help' && known && <HelpSheet connections={known} host={host} />}
          </div>
        </main>
      </div>
      {place === 'connect' && known && (
        <ConnectDialog
          key={`${detail ?? ''}/${about}`}
          host={host}
          system={detail}
          again={known.find(({ id }) => id === about)}
          address={about.startsWith('@') ? decodeURIComponent(about.slice(1)) : undefined}
          onClose={() => {
            location.hash = 'connections';
          }}
        />
      )}
    </div>
  );
}
