import type { ButtonHTMLAttributes, Ref } from 'react';

const LOOKS = {
  filled: 'bg-accent text-text-on-accent border-transparent hover:bg-accent-hover active:bg-accent-pressed',
  plain: 'bg-surface text-text border-line-strong shadow-1 hover:bg-surface-hover active:bg-surface-pressed',
  quiet: 'bg-transparent text-text-muted border-transparent hover:bg-surface-hover active:bg-surface-pressed',
  text: 'bg-transparent text-accent-text border-transparent hover:bg-surface-hover active:bg-surface-pressed',
} as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof LOOKS;
  small?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with a word. One `filled` per view at most. */
export function Button({ look = 'plain', small = false, className = '', type = 'button', ...rest }: ButtonProps) {
  const size = small ? 'min-h-control-sm px-2.5' : 'min-h-control px-3';
  return (
    <button
      {...rest}
      type={type}
      className={`inline-flex items-center justify-center gap-1.5 rounded border text-2 font-medium transition-colors duration-fast disabled:opacity-50 ${size} ${LOOKS[look]} ${className}`}
    />
  );
}

/** A button that is an icon: the name is for screen readers and the tooltip. */
export function IconButton({
  name,
  className = '',
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'name'> & { name: string; ref?: Ref<HTMLButtonElement> }) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      {...rest}
      className={`inline-flex size-7 shrink-0 items-center justify-center rounded border border-transparent text-text-muted transition-colors duration-fast hover:bg-surface-hover active:bg-surface-pressed disabled:opacity-50 ${className}`}
    />
  );
}
