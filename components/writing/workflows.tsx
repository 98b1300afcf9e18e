import { useLiveQuery } from 'dexie-react-hooks';
import { type FormEvent, useState } from 'react';
import type { StoredError } from '../../lib/model/errors.ts';
import { addressTrouble, type HookInfo, originPattern } from '../../lib/model/hook.ts';
import { hooks } from '../../lib/store/hooks.ts';
import { errorWords } from '../errors/words.ts';
import { Button } from '../shell/button.tsx';
import { CopyButton } from '../shell/copy-button.tsx';
import { useWords } from '../words/use-words.ts';

/** What setting up a workflow asks of the page. */
export interface WorkflowsHost {
  /** Called first thing in the click: the browser's prompt needs the gesture. */
  requestAccess(access: { hosts: string[]; cookies: boolean }): Promise<boolean>;
  saveHook(form: {
    name: string;
    address: string;
    isPrivateMeant: boolean;
  }): Promise<{ hook: HookInfo; secret: string } | { error: StoredError }>;
  removeHook(id: string): Promise<unknown>;
}

/** Workflows of n8n, Make or Zapier that things can be handed to: the list, and a form for one more. */
export function Workflows({ host }: { host: WorkflowsHost }) {
  const { t } = useWords();
  const known = useLiveQuery(() => hooks(), []) ?? [];
  const [failed, setFailed] = useState(false);
  const remove = (id: string) => {
    setFailed(false);
    host.removeHook(id).catch(() => setFailed(true));
  };
  return (
    <section aria-labelledby="workflows" className="flex flex-col gap-3">
      <h2 id="workflows" className="text-3">
        {t('workflows.title')}
      </h2>
      <p className="text-pretty text-text-muted">{t('workflows.text')}</p>
      {known.length > 0 && (
        <ul className="flex flex-col gap-1">
          {known.map((hook) => (
            <li key={hook.id} className="flex items-center gap-2">
              <span className="bidi min-w-0 flex-1 font-medium">{hook.name}</span>
              <Button look="quiet" small aria-label={t('templates.remove-one', { name: hook.name })} onClick={() => remove(hook.id)}>
                {t('workflows.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="text-warn empty:hidden">
        {failed && t('fields.not-saved')}
      </p>
      <NewWorkflow host={host} />
    </section>
  );
}

function NewWorkflow({ host }: { host: WorkflowsHost }) {
  const { t } = useWords();
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [isPrivateMeant, setPrivateMeant] = useState(false);
  const [error, setError] = useState<StoredError>();
  const [secret, setSecret] = useState<string>();
  const trouble = address === '' ? undefined : addressTrouble(address);
  const add = async () => {
    setError(undefined);
    if (addressTrouble(address) === 'address') return setError({ kind: 'invalid', code: 'hook-address' });
    if (!(await host.requestAccess({ hosts: [originPattern(address)], cookies: false })))
      return setError({ kind: 'permission', code: 'host-access' });
    const saved = await host.saveHook({ name, address, isPrivateMeant });
    if ('error' in saved) return setError(saved.error);
    setSecret(saved.secret);
    setName('');
    setAddress('');
    setPrivateMeant(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add().catch(() => setError({ kind: 'unavailable', code: 'interrupted' }));
  };
  const field = 'min-h-control w-full rounded border border-line-control bg-surface px-2.5 font-normal';
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 rounded-3 border border-line p-3">
      <label className="flex flex-col gap-1 font-medium">
        {t('workflows.name')}
        <input className={field} value={name} maxLength={60} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </label>
      <label className="flex flex-col gap-1 font-medium">
        {t('workflows.address')}
        <input
          className={field}
          type="password"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          required
          value={address}
          onChange={(event) => setAddress(event.target.value.trim())}
        />
        <span className="font-normal text-1 text-text-muted">{t('workflows.address-hint')}</span>
      </label>
      {trouble === 'private' && (
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            className="mt-0.5 size-4 accent-accent"
            checked={isPrivateMeant}
            onChange={(event) => setPrivateMeant(event.target.checked)}
          />
          {t('workflows.private')}
        </label>
      )}
      {error && (
        <p role="alert" className="text-warn">
          {t(errorWords(error).sentence, { system: t('workflows.one'), field: t('workflows.address') })}
        </p>
      )}
      <Button type="submit" className="self-start" disabled={address === '' || (trouble === 'private' && !isPrivateMeant)}>
        {t('workflows.add')}
      </Button>
      {secret !== undefined && (
        <div role="status" className="flex flex-col gap-1">
          <p>{t('workflows.secret')}</p>
          <p className="flex items-center gap-2">
            <code className="break-all text-1">{secret}</code>
            <CopyButton name={t('workflows.copy-secret')} value={secret} />
          </p>
        </div>
      )}
    </form>
  );
}
