import {
  ClipboardCopy,
  ExternalLink,
  EyeOff,
  Handshake,
  type LucideIcon,
  Paperclip,
  RefreshCw,
  Tags,
  Upload,
  UserPlus,
  Workflow,
} from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useChange } from '../actions/change.tsx';
import type { FormKind } from '../actions/form-kind.ts';
import { useHost } from '../host.tsx';
import { safeHref } from '../shell/safe-href.ts';
import { useCopied } from '../shell/use-copied.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { type Around, systemOf } from './context.ts';
import type { CustomerFacts } from './facts.ts';
import { summaryOf } from './summary.ts';

const ITEM =
  'flex min-h-9 w-full items-center gap-2 rounded px-2 text-start text-2 hover:bg-surface-hover focus-visible:bg-surface-pressed';

/** Long enough to read what came of it. */
const CLOSE_AFTER_MS = 900;

export interface MoreItemsProps {
  facts: CustomerFacts;
  around: Around;
  openId: string | undefined;
  onRefresh: () => void;
  onOpen: (form: FormKind) => void;
  /** The lead score, where there is one to write back. */
  score: number | undefined;
  close: () => void;
}

const FORMS: { kind: FormKind; word: MessageId; icon: LucideIcon }[] = [
  { kind: 'deal', word: 'menu.new-deal', icon: Handshake },
  { kind: 'contact', word: 'menu.new-contact', icon: UserPlus },
  { kind: 'tags', word: 'menu.tags', icon: Tags },
  { kind: 'file', word: 'menu.attach', icon: Paperclip },
  { kind: 'workflow', word: 'menu.workflow', icon: Workflow },
];

/** Write the score back, forms for what is rarer, copy a summary, ask again, open in each system. */
export function MoreItems({ facts, around, openId, onRefresh, onOpen, score, close }: MoreItemsProps) {
  const { t, format } = useWords();
  const host = useHost();
  const pages = facts.own.flatMap(({ record, connectionId }) => {
    const url = safeHref(record.url);
    return url === undefined ? [] : [{ connectionId, url, name: systemOf(around, connectionId).name }];
  });
  const { said, copy } = useCopied();
  const scope = useChange();
  // Where the rep (or an admin) has mapped a field to hold it.
  const scored = facts.own.filter(
    ({ connectionId, record }) =>
      scope?.whyNot(connectionId, 'score') === undefined &&
      around.dictionaries.get(connectionId)?.writable?.[record.ref.native]?.includes('leadScore'),
  );
  const open = (form: FormKind) => {
    close();
    onOpen(form);
  };
  const canTag = around.connections.some(({ can }) => can.includes('write:tag'));
  // Loaded after the menu was opened: then the focus is still waiting for a first item.
  const first = useRef<HTMLDivElement>(null);
  const closing = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Closed by hand and opened again meanwhile, it stays.
  useEffect(() => () => clearTimeout(closing.current), []);
  useEffect(() => first.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus(), []);
  return (
    <div ref={first} role="presentation">
      {scope && score !== undefined && (
        <Item
          icon={Upload}
          end={scored.map(({ connectionId }) => systemOf(around, connectionId).mark).join(' ')}
          onClick={() => {
            const on = scored.map(({ record }) => record.ref);
            close();
            if (on.length === 0) onOpen('score');
            else void scope.change({ kind: 'score', field: 'leadScore', ours: true, score: Math.round(score), on });
          }}
        >
          {t('menu.write-score', { score: Math.round(score) })}
        </Item>
      )}
      {FORMS.filter(({ kind }) => kind !== 'tags' || canTag).map(({ kind, word, icon }) => (
        <Item key={kind} icon={icon} onClick={() => open(kind)}>
          {t(word)}
        </Item>
      ))}
      <Item
        icon={ClipboardCopy}
        onClick={() => {
          copy(summaryOf(facts, around, t, format, Date.now()));
          clearTimeout(closing.current);
          closing.current = setTimeout(close, CLOSE_AFTER_MS);
        }}
      >
        <span role="status">{t(said ?? 'action.copy-summary')}</span>
      </Item>
      <Item
        icon={RefreshCw}
        onClick={() => {
          onRefresh();
          close();
        }}
      >
        {t('action.ask-again')}
      </Item>
      <Item icon={EyeOff} onClick={() => open('forget')}>
        {t('menu.forget')}
      </Item>
      {pages.length > 0 && <hr className="my-1.5 border-line" />}
      {pages.map(({ connectionId, url, name }) => (
        <Item
          key={url}
          icon={ExternalLink}
          end={connectionId === openId && t('menu.this-tab')}
          onClick={() => {
            host.openTab(url);
            close();
          }}
        >
          {t('way.open', { system: name })}
        </Item>
      ))}
    </div>
  );
}

/** One thing to do; `end`: what it is about, at the right. */
function Item({ icon: Icon, end, onClick, children }: { icon: LucideIcon; end?: ReactNode; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" role="menuitem" className={ITEM} onClick={onClick}>
      <Icon className="size-4 shrink-0 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
      <span className="flex-1">{children}</span>
      {end && <span className="text-1 text-text-muted">{end}</span>}
    </button>
  );
}
