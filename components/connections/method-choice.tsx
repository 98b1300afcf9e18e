import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { Connectable, ConnectMethod } from './connectable.ts';
import { connectWords } from './words.ts';

const KINDS: Record<ConnectMethod['kind'], MessageId> = {
  token: 'connect.kind.token',
  'oauth-pkce': 'connect.kind.oauth',
  session: 'connect.kind.session',
};

interface Props {
  system: Connectable;
  chosen: string;
  onChange: (method: string) => void;
}

/** The ways to sign in, the easiest first, each with what it means in a line. Nothing where there is only one. */
export function MethodChoice({ system, chosen, onChange }: Props) {
  const { t } = useWords();
  if (system.methods.length < 2) return null;
  return (
    <fieldset className="flex min-w-0 flex-col border-0 p-0">
      <legend className="mb-1.5 p-0 text-1 text-text-muted">{t('connect.how')}</legend>
      <div className="overflow-hidden rounded border border-line-strong">
        {system.methods.map((method) => (
          <label
            key={method.id}
            className={`flex cursor-pointer items-start gap-2.5 px-3 py-2 not-first:border-line not-first:border-t ${method.id === chosen ? 'bg-accent-soft' : 'hover:bg-surface-hover'}`}
          >
            <input
              type="radio"
              name="method"
              checked={method.id === chosen}
              onChange={() => onChange(method.id)}
              className="mt-1 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span className="font-medium">{connectWords(t, 'method', system.id, method.id) ?? method.id}</span>
              <span className="block text-1 text-text-muted">{t(KINDS[method.kind])}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
