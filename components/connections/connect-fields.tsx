import { CircleAlert } from 'lucide-react';
import type { StoredError } from '../../lib/model/errors.ts';
import { errorWords } from '../errors/words.ts';
import { useWords } from '../words/use-words.ts';
import type { Connectable, ConnectField, ConnectMethod } from './connectable.ts';
import { connectWords } from './words.ts';

interface Props {
  system: Connectable;
  method: ConnectMethod;
  values: Readonly<Record<string, string>>;
  error: StoredError | undefined;
  /** An empty client secret stays what it is. */
  keepsSecret: boolean;
  onChange: (id: string, value: string) => void;
}

/** The inputs of one way to sign in. Pasting and password managers work; a wrong field says so below itself. */
export function ConnectFields({ system, method, values, error, keepsSecret, onChange }: Props) {
  const { t } = useWords();
  return (
    <>
      {method.fields.map((field) => {
        const label = connectWords(t, 'field', system.id, field.id) ?? field.id;
        const kept = keepsSecret && field.id === 'clientSecret';
        const hint = kept ? t('connect.secret-kept') : connectWords(t, 'hint', system.id, field.id);
        const wrong = error?.field === field.id ? t(errorWords({ ...error }).sentence, { system: system.name, field: label }) : undefined;
        const id = `connect-${field.id}`;
        const about = [hint && `${id}-hint`, wrong && `${id}-error`].filter(Boolean).join(' ');
        return (
          <div key={field.id} className="flex flex-col gap-1">
            <label htmlFor={id} className="font-medium">
              {label}
              {!field.required && <span className="font-normal text-1 text-text-muted"> {t('connect.optional')}</span>}
            </label>
            <Input
              id={id}
              field={field}
              value={values[field.id] ?? ''}
              about={about}
              isWrong={wrong !== undefined}
              onChange={(value) => onChange(field.id, value)}
            />
            {hint && (
              <p id={`${id}-hint`} className="text-1 text-text-muted">
                {hint}
              </p>
            )}
            {wrong && (
              <p id={`${id}-error`} role="alert" className="flex gap-1.5 text-1 text-warn">
                <CircleAlert className="size-4 shrink-0" strokeWidth={1.65} aria-hidden="true" />
                {wrong} {field.example && t('connect.example', { example: field.example })}
              </p>
            )}
          </div>
        );
      })}
    </>
  );
}

interface InputProps {
  id: string;
  field: ConnectField;
  value: string;
  about: string;
  isWrong: boolean;
  onChange: (value: string) => void;
}

function Input({ id, field, value, about, isWrong, onChange }: InputProps) {
  const { t } = useWords();
  const shared = {
    id,
    value,
    'aria-describedby': about || undefined,
    'aria-invalid': isWrong,
    required: field.required,
    className: `min-h-control w-full rounded border bg-surface px-2.5 placeholder:text-text-faint ${isWrong ? 'border-warn' : 'border-line-control'}`,
  };
  if (field.input === 'select')
    return (
      <select {...shared} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('connect.automatic')}</option>
        {field.options?.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    );
  return (
    <input
      {...shared}
      type={field.input === 'secret' ? 'password' : 'text'}
      inputMode={field.input === 'address' ? 'url' : undefined}
      autoComplete={field.input === 'secret' ? 'current-password' : 'off'}
      spellCheck={false}
      autoCapitalize="off"
      placeholder={field.example}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
