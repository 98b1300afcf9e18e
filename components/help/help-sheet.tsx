import type { ReactNode } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { useOutbox } from '../actions/use-outbox.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { type Freshness, FreshnessGlyph } from '../shell/mark.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { HelpHost } from './host.ts';
import { problemReport } from './problem-report.ts';

const GLYPHS: [Freshness, MessageId][] = [
  ['fresh', 'help.fresh'],
  ['stale', 'help.stale'],
  ['asking', 'help.asking'],
  ['needs-you', 'help.needs-you'],
  ['off', 'help.off'],
];

/** Each with where it leads; the marks are explained in place. */
const TOPICS: (Omit<TopicProps, 'children'> & { href?: string; way?: MessageId })[] = [
  { id: 'connect', title: 'help.connect', text: 'help.connect-text', href: '#connect', way: 'first.button' },
  { id: 'marks', title: 'help.marks', text: 'help.marks-text' },
  { id: 'score', title: 'score.label', text: 'help.score-text', href: '#scoring', way: 'options.scoring' },
  { id: 'notes', title: 'help.notes', text: 'help.notes-text', href: '#writing', way: 'options.writing' },
  { id: 'offline', title: 'help.offline', text: 'help.offline-text', href: '#status', way: 'options.status' },
  { id: 'stored', title: 'options.privacy', text: 'help.stored-text', href: '#privacy', way: 'help.more' },
  { id: 'keys', title: 'options.keys', text: 'keys.text', href: '#keys', way: 'help.all-keys' },
];

/** What a rep asks in the first week, each in a few lines; and the details for a report of a problem. */
export function HelpSheet({ connections, host }: { connections: readonly ConnectionInfo[]; host: HelpHost }) {
  const { t } = useWords();
  return (
    <section className="flex max-w-160 flex-col gap-6">
      <h1 className="text-5">{t('options.help')}</h1>
      {TOPICS.map(({ href, way, ...topic }) => (
        <Topic key={topic.id} {...topic}>
          {topic.id === 'marks' && <Marks />}
          {way && (
            <a href={href} className="inline-flex min-h-6 items-center self-start font-medium text-accent-text hover:underline">
              {t(way)}
            </a>
          )}
        </Topic>
      ))}
      <Problem connections={connections} version={host.version} />
    </section>
  );
}

function Marks() {
  const { t } = useWords();
  return (
    <ul className="flex flex-col gap-1">
      {GLYPHS.map(([state, word]) => (
        <li key={state} className="flex items-center gap-2">
          <FreshnessGlyph state={state} />
          {t(word)}
        </li>
      ))}
    </ul>
  );
}

/** The details are shown before they are copied: nobody has to believe what is in them. */
function Problem({ connections, version }: { connections: readonly ConnectionInfo[]; version: string }) {
  const { t, language } = useWords();
  const actions = useOutbox();
  if (!actions) return null;
  const deliveries = actions.flatMap((action) => action.deliveries);
  const details = problemReport({ version, browser: navigator.userAgent, language, connections, deliveries });
  return (
    <Topic id="problem" title="help.problem" text="help.problem-text">
      <div className="flex items-start gap-2 rounded border border-line bg-surface-sunken p-2">
        <pre className="min-w-0 flex-1 whitespace-pre-wrap break-words font-mono text-1">{details}</pre>
        <CopyButton name={t('way.copy')} value={details} />
      </div>
    </Topic>
  );
}

interface TopicProps {
  id: string;
  title: MessageId;
  text: MessageId;
  children?: ReactNode;
}

function Topic({ id, title, text, children }: TopicProps) {
  const { t } = useWords();
  return (
    <section aria-labelledby={`help-${id}`} className="flex flex-col gap-2">
      <h2 id={`help-${id}`} className="text-3">
        {t(title)}
      </h2>
      <p className="text-pretty text-text-muted">{t(text)}</p>
      {children}
    </section>
  );
}
