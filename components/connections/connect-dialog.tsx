import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { StoredError } from '../../lib/model/errors.ts';
import { errorWords } from '../errors/words.ts';
import { Button, IconButton } from '../shell/button.tsx';
import { Live } from '../shell/live.tsx';
import { SystemChip } from '../shell/mark.tsx';
import { useWords } from '../words/use-words.ts';
import { ConnectFields } from './connect-fields.tsx';
import type { Connectable, OptionsHost, Report } from './connectable.ts';
import { abilityWords, connectWords, missingWords } from './words.ts';

interface Props {
  host: OptionsHost;
  system: string | undefined;
  onClose: () => void;
}

/** Choose a system, type what it needs, see what the key can do, save. Nothing is saved before it was tried. */
export function ConnectDialog({ host, system: wanted, onClose }: Props) {
  const { t } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const system = host.systems.find((each) => each.id === wanted);
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>('input, select, li a')?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="connect-title"
      onClose={onClose}
      className="m-auto w-120 max-w-full rounded-3 border border-line-strong bg-surface-raised p-0 shadow-3"
    >
      <div className="flex items-start gap-3 px-5 pt-5">
        {system && <SystemChip mark={system.mark} name={system.name} />}
        <div className="flex-1">
          <h2 id="connect-title" className="text-3">
            {system ? t('connect.title', { system: system.name }) : t('connect.choose')}
          </h2>
          <p className="text-text-muted">{system ? t('connect.safe') : t('first.choose-text')}</p>
        </div>
        <IconButton name={t('action.close')} onClick={() => dialog.current?.close()}>
          <X className="size-4" strokeWidth={1.65} />
        </IconButton>
      </div>
      {system ? (
        <ConnectForm host={host} system={system} onDone={() => dialog.current?.close()} />
      ) : (
        <ul className="p-5">
          {host.systems.map((each) => (
            <li key={each.id} className="not-first:border-line not-first:border-t">
              <a href={`#connect/${each.id}`} className="flex min-h-13 items-center gap-3 rounded px-2 hover:bg-surface-hover">
                <SystemChip mark={each.mark} name={each.name} />
                <span className="flex-1 font-medium">{each.name}</span>
                <span className="text-accent-text">{t('connect.button')}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </dialog>
  );
}

type Step =
  | { at: 'typing'; error?: StoredError | undefined; refused?: boolean }
  | { at: 'trying' }
  | { at: 'report'; report: Report; error?: StoredError }
  | { at: 'saving'; report: Report };

function ConnectForm({ host, system, onDone }: { host: OptionsHost; system: Connectable; onDone: () => void }) {
  const { t } = useWords();
  const [methodId, setMethodId] = useState(system.methods[0]?.id ?? '');
  const [values, setValues] = useState<Record<string, string>>({});
  const [step, setStep] = useState<Step>({ at: 'typing' });
  const method = system.methods.find((each) => each.id === methodId);
  if (!method) return null;
  const form = { system: system.id, method: method.id, values };

  // Not async on purpose: the browser's prompt must be asked for before anything is awaited.
  const check = (event: FormEvent) => {
    event.preventDefault();
    const needed = system.hosts(method.id, values);
    if ('error' in needed) {
      setStep({ at: 'typing', error: needed.error });
      return;
    }
    const asked = host.requestHosts(needed.hosts);
    setStep({ at: 'trying' });
    void asked
      .then(async (granted) => {
        if (!granted) return setStep({ at: 'typing', refused: true });
        const answer = await host.verify(form);
        setStep('report' in answer ? { at: 'report', report: answer.report } : { at: 'typing', error: answer.error });
      })
      .catch((cause: unknown) => setStep({ at: 'typing', error: storedOf(cause) }));
  };
  const save = async (report: Report) => {
    setStep({ at: 'saving', report });
    try {
      const answer = await host.save(form);
      if ('error' in answer) setStep({ at: 'report', report, error: answer.error });
      else onDone();
    } catch (cause) {
      setStep({ at: 'report', report, error: storedOf(cause) });
    }
  };

  if (step.at === 'report' || step.at === 'saving')
    return (
      <ReportView
        system={system}
        report={step.report}
        error={step.at === 'report' ? step.error : undefined}
        isSaving={step.at === 'saving'}
        onBack={() => setStep({ at: 'typing' })}
        onSave={() => void save(step.report)}
      />
    );

  const error = step.at === 'typing' ? step.error : undefined;
  const fieldError = error?.field !== undefined && method.fields.some((field) => field.id === error.field) ? error : undefined;
  return (
    <form onSubmit={check} noValidate>
      <div className="flex flex-col gap-4 p-5">
        {system.methods.length > 1 && (
          <fieldset className="flex flex-col gap-1">
            <legend className="mb-1 text-1 text-text-muted">{t('connect.how')}</legend>
            {system.methods.map((each) => (
              <label key={each.id} className="flex min-h-6 items-center gap-2">
                <input
                  type="radio"
                  name="method"
                  checked={each.id === method.id}
                  onChange={() => setMethodId(each.id)}
                  className="accent-accent"
                />
                {connectWords(t, 'method', system.id, each.id) ?? each.id}
              </label>
            ))}
          </fieldset>
        )}
        {connectWords(t, 'steps', system.id, method.id) && (
          <p className="text-pretty text-text-muted">{connectWords(t, 'steps', system.id, method.id)}</p>
        )}
        <ConnectFields
          system={system}
          method={method}
          values={values}
          error={fieldError}
          onChange={(id, value) => setValues({ ...values, [id]: value })}
        />
        {error && !fieldError && (
          <p role="alert" className="flex gap-2 text-warn">
            <CircleAlert className="mt-0.5 size-4 shrink-0" strokeWidth={1.65} aria-hidden="true" />
            {t(errorWords(error).sentence, { system: system.name, field: error.field ?? '' })}
          </p>
        )}
        {step.at === 'typing' && step.refused && (
          <p role="alert" className="flex gap-2 text-warn">
            <CircleAlert className="mt-0.5 size-4 shrink-0" strokeWidth={1.65} aria-hidden="true" />
            {t('connect.refused', { system: system.name })}
          </p>
        )}
      </div>
      <Foot>
        <Live text={step.at === 'trying' ? t('connect.trying') : ''} />
        <Button type="submit" look="filled" disabled={step.at === 'trying'}>
          {step.at === 'trying' ? t('connect.trying') : t('connect.check')}
        </Button>
      </Foot>
    </form>
  );
}

/** A thrown error may come out of a message: only its kind and code are used. */
function storedOf(cause: unknown): StoredError {
  const kind = typeof cause === 'object' && cause !== null && 'kind' in cause ? (cause as StoredError).kind : 'protocol';
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? (cause as StoredError).code : 'internal';
  return { kind, ...(code !== undefined && { code }) };
}

interface ReportProps {
  system: Connectable;
  report: Report;
  error: StoredError | undefined;
  isSaving: boolean;
  onBack: () => void;
  onSave: () => void;
}

/** Who the key belongs to, what it can do, what it lacks. */
function ReportView({ system, report, error, isSaving, onBack, onSave }: ReportProps) {
  const { t, format } = useWords();
  const title = t('connect.signed-in', { name: report.userName });
  return (
    <>
      <Live text={title} />
      <ul className="flex flex-col gap-3 p-5">
        <li className="flex gap-3">
          <CircleCheck className="mt-0.5 size-4 shrink-0 text-good" strokeWidth={1.65} aria-hidden="true" />
          <span className="bidi">
            {title}
            <span className="block text-1 text-text-muted">{report.account}</span>
          </span>
        </li>
        {abilityWords(t, format.list, report.can).map((ability) => (
          <li key={ability} className="flex gap-3">
            <CircleCheck className="mt-0.5 size-4 shrink-0 text-good" strokeWidth={1.65} aria-hidden="true" />
            {ability}
          </li>
        ))}
        {report.missing.map((missing) => (
          <li key={`${missing.code} ${missing.what}`} className="flex gap-3">
            <CircleAlert className="mt-0.5 size-4 shrink-0 text-warn" strokeWidth={1.65} aria-hidden="true" />
            <span className="bidi">{missingWords(t, missing)}</span>
          </li>
        ))}
        {error && (
          <li role="alert" className="text-warn">
            {t(errorWords(error).sentence, { system: system.name, field: error.field ?? '' })}
          </li>
        )}
      </ul>
      <Foot>
        <Button onClick={onBack}>{t('connect.back')}</Button>
        <Button look="filled" disabled={isSaving} onClick={onSave}>
          {t(report.missing.length > 0 ? 'connect.save-anyway' : 'connect.save')}
        </Button>
      </Foot>
    </>
  );
}

function Foot({ children }: { children: React.ReactNode }) {
  const { t } = useWords();
  return (
    <div className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3">
      <span className="me-auto text-1 text-text-muted">{t('connect.stored')}</span>
      {children}
    </div>
  );
}
