import type { LucideIcon } from 'lucide-preact';
import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface ButtonProps extends Omit<ButtonHTMLAttributes, 'icon' | 'onClick'> {
  /** `primary`: the one thing to do here; `danger`: cannot be taken back; `quiet`: there if needed. */
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly Icon?: LucideIcon;
  /** Under way: keeps its size and its focus, and does nothing when pressed. */
  readonly busy?: boolean;
  /** What it does; what takes a while is under way until it is done. */
  readonly onClick?: () => unknown;
  readonly children: ComponentChildren;
}

/** A button says what it does with a verb. */
export function Button({ kind = 'secondary', Icon, busy = false, children, onClick, type, ...rest }: ButtonProps) {
  const [running, setRunning] = useState(false);
  const waits = busy || running;
  async function press(event: Event): Promise<void> {
    if (waits) return event.preventDefault();
    const done = onClick?.();
    if (!(done instanceof Promise)) return;
    setRunning(true);
    await done.finally(() => setRunning(false));
  }
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      class={`button button-${kind} ${rest.class ?? ''}`}
      aria-disabled={waits || undefined}
      data-busy={waits || undefined}
      onClick={press}
    >
      {Icon !== undefined && <Icon size={16} aria-hidden="true" />}
      {children}
    </button>
  );
}
