import type { LucideIcon } from 'lucide-preact';
import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';

interface ButtonProps extends Omit<ButtonHTMLAttributes, 'icon'> {
  /** `primary`: the one thing to do here; `danger`: cannot be taken back; `quiet`: there if needed. */
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly Icon?: LucideIcon;
  /** Under way: keeps its size and its focus, and does nothing when pressed. */
  readonly busy?: boolean;
  readonly children: ComponentChildren;
}

/** A button says what it does with a verb. */
export const Button = ({ kind = 'secondary', Icon, busy = false, children, onClick, type, ...rest }: ButtonProps) => (
  <button
    {...rest}
    type={type ?? 'button'}
    class={`button button-${kind} ${rest.class ?? ''}`}
    aria-disabled={busy || undefined}
    data-busy={busy || undefined}
    onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
  >
    {Icon !== undefined && <Icon size={16} aria-hidden="true" />}
    {children}
  </button>
);
