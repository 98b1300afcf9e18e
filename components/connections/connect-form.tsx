import { CircleAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { StoredError } from '../../lib/model/errors.ts';
import { connectErrorSentence } from '../errors/words.ts';
import { Button } from '../shell/button.tsx';
import { Live } from '../shell/live.tsx';
import { useWords } from '../words/use-words.ts';
import { ConnectFields } from './connect-fields.tsx';
import type { Connectable, OptionsHost, Report } from './connectable.ts';
import { DialogFoot } from './dialog-foot.tsx';
import { MethodChoice } from './method-choice.tsx';
import { MethodGuide } from './method-guide.tsx';
import { ReportView } from './report-view.tsx';

type Step =
  | { at: 'typing'; error?: StoredError | undefined; refused?: boolean; isBack?: boolean }
  | { at: 'trying' }
  | { at: 'report'; report: Report; error?: StoredError }
  | { at: 'saving'; report: Report };

interface Props {
  host: OptionsHost;
  system: Connectable;
  again: ConnectionInfo | undefined;
  address: string | undefined;
  onDone: () => void;
}

/** One system's form: how, what is needed and where it is found, then what came of trying it. */
export function ConnectForm({ host, system, again, address, onDone }: Props) {
  const { t } = useWords();
  const [methodId, setMethodId] = useState(again?.signIn?.method ?? system.methods[0]?.id ?? '');
  const [values, setValues] = useState<Record<string, string>>(() => ({ ...addressIn(system, address), ...again?.signIn?.values }));
  const [step, setStep] = useState<Step>({ at: 'typing' });
  const method = system.methods.find((each) => each.id === methodId) ?? system.methods[0];
  if (!method) return null;
  const form = { system: system.id, method: method.id, values, ...(again && { connectionId: again.id }) };

  // Not async on purpose: the browser's prompt must be asked for before anything is awaited.
  const check = (event: FormEvent) => {
    event.preventDefault();
    const needed = system.hosts(method.id, values);
    if ('error' in needed) {
      setStep({ at: 'typing', error: needed.error });
      return;
    }
    const asked = host.requestAccess(needed);
    setStep({ at: 'trying' });
    void asked
      .then(async (granted) => {
        if (!granted) return setStep({ at: 'typing', refused: true });
        const answer = await host.verify(form);
        setStep('report' in answer ? { at: 'report', report: answer.report } : { at: 'typing', error: answer.error });
      })
      .catch((cause: unknown) => setStep({ at: 'typing', error: storedOf(cause) }));
  };
  const save = async (report: Report, readOnly: boolean) => {
    setStep({ at: 'saving', report });
    try {
      const answer = await host.save(form);
      if ('error' in answer) return setStep({ at: 'report', report, error: answer.error });
      if (readOnly) await host.change(answer.connection.id, { writes: 'never' });
      onDone();
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
        isNew={!again}
        hasKey={method.kind !== 'session'}
        onBack={() => setStep({ at: 'typing', isBack: true })}
        onSave={(readOnly) => void save(step.report, readOnly)}
      />
    );

  const error = step.at === 'typing' ? step.error : undefined;
  const fieldError = error?.field !== undefined && method.fields.some((field) => field.id === error.field) ? error : undefined;
  const signsIn = method.kind === 'oauth-pkce';
  const trying = t(signsIn ? 'connect.signing-in' : 'connect.trying');
  return (
    <form onSubmit={check} noValidate>
      <div className="flex flex-col gap-4 p-5 max-sm:px-4">
        <MethodChoice
          system={system}
          chosen={method.id}
          onChange={(id) => {
            setMethodId(id);
            setStep({ at: 'typing' });
          }}
        />
        <MethodGuide system={system} method={method} redirectUrl={host.redirectUrl()} />
        <ConnectFields
          system={system}
          method={method}
          values={values}
          error={fieldError}
          keepsSecret={again !== undefined}
          onChange={(id, value) => setValues({ ...values, [id]: value })}
        />
        {error && !fieldError && <Alert>{t(connectErrorSentence(error), { system: system.name, field: error.field ?? '' })}</Alert>}
        {step.at === 'typing' && step.refused && <Alert>{t('connect.refused', { system: system.name })}</Alert>}
      </div>
      <DialogFoot hasKey={method.kind !== 'session'}>
        <Live text={step.at === 'trying' ? trying : ''} />
        <Button
          type="submit"
          look="filled"
          disabled={step.at === 'trying'}
          // Back from the report, whose buttons are gone.
          autoFocus={step.at === 'typing' && step.isBack === true}
        >
          {step.at === 'trying' ? trying : t(signsIn ? 'connect.sign-in' : 'connect.check')}
        </Button>
      </DialogFoot>
    </form>
  );
}

function Alert({ children }: { children: string }) {
  return (
    <p role="alert" className="flex gap-2 text-warn">
      <CircleAlert className="mt-0.5 size-4 shrink-0" strokeWidth={1.65} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

/** The address of the page the rep came from stands in the field that asks for one. */
function addressIn(system: Connectable, address: string | undefined): Record<string, string> {
  if (address === undefined) return {};
  const fields = system.methods.flatMap((method) => method.fields).filter(({ input }) => input === 'address');
  return Object.fromEntries(fields.map(({ id }) => [id, address]));
}

/** A thrown error may come out of a message: only its kind and code are used. */
function storedOf(cause: unknown): StoredError {
  const kind = typeof cause === 'object' && cause !== null && 'kind' in cause ? (cause as StoredError).kind : 'protocol';
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? (cause as StoredError).code : 'internal';
  return { kind, ...(code !== undefined && { code }) };
}
