import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { speech } from '../language/appearance.ts';
import { IconButton } from './IconButton.tsx';

interface DialogProps {
  readonly title: string;
  /** Asked to close: Escape, the cross, a click beside it. null: it cannot be closed, only answered. */
  readonly close: (() => void) | null;
  readonly children: ComponentChildren;
  /** Buttons, the one to press last. */
  readonly actions?: ComponentChildren;
  readonly wide?: boolean;
  /** Nobody may read the page behind it. */
  readonly veiled?: boolean;
}

/** A question over the page, open as long as it is drawn. The browser holds the focus in it, and gives it back. */
export function Dialog({ title, close, children, actions, wide = false, veiled = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const former = document.activeElement;
    element?.showModal();
    return () => {
      if (former instanceof HTMLElement && former.isConnected) former.focus();
    };
  }, []);
  function onCancel(event: Event): void {
    event.preventDefault();
    close?.();
  }
  /** Browsers let a second Escape through: a question that must be answered comes back. */
  function onClose(): void {
    if (close === null) dialog.current?.showModal();
    else close();
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it too
    <dialog
      ref={dialog}
      class={`dialog ${wide ? 'dialog-wide' : ''} ${veiled ? 'dialog-veiled' : ''}`}
      aria-labelledby={id}
      onCancel={onCancel}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && close?.()}
    >
      <div class="dialog-box stack">
        <header class="row apart">
          <h2 id={id}>{title}</h2>
          {close !== null && <IconButton Icon={X} label={speech.value.text('dialog.close')} onClick={close} />}
        </header>
        {children}
        {actions !== undefined && <footer class="wrap end">{actions}</footer>}
      </div>
    </dialog>
  );
}
