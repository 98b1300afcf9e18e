import { Handshake } from 'lucide-react';
import type { FoundRecord } from '../../lib/model/found.ts';
import { type ShownField, shown } from '../../lib/search/highlight.ts';
import { Avatar } from '../shell/avatar.tsx';
import { Matched } from './matched.tsx';

/** One found record: its name, where she works, and the address or number that was looked for. */
export function FoundLine({ record, query, systemName }: { record: FoundRecord; query: string; systemName: string | undefined }) {
  const { matched, email, phone } = shown(record, query);
  const texts: Partial<Record<ShownField, string | undefined>> = { company: record.company, title: record.title, email, phone };
  const told = (['company', 'title', 'email', 'phone'] as const).filter((field) => texts[field] && matched[field]);
  const first = told.length > 0 ? told : (['company', 'title', 'email'] as const).filter((field) => texts[field]).slice(0, 1);
  return (
    <>
      {record.kind === 'deal' ? (
        <span className="inline-flex size-8 shrink-0 items-center justify-center rounded bg-chip" aria-hidden="true">
          <Handshake className="size-4 text-text-muted" strokeWidth={1.65} />
        </span>
      ) : (
        <Avatar name={record.name} kind={record.kind} small />
      )}
      <span className="min-w-0 flex-1">
        <span className="bidi line-clamp-4">
          <Matched text={record.name} ranges={matched.name} />
        </span>
        <span className="bidi block break-words text-1 text-text-muted">
          {first.map((field, index) => (
            <span key={field}>
              {index > 0 && ' · '}
              <Matched text={texts[field] ?? ''} ranges={matched[field]} />
            </span>
          ))}
          {systemName !== undefined && `${first.length > 0 ? ' · ' : ''}${systemName}`}
        </span>
      </span>
    </>
  );
}
