import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useFolding } from './useFolding.ts';

interface MenuProps {
  /** What the button is called; its picture is `button`. */
  readonly label: string;
  readonly button: ComponentChildren;
  readonly class?: string;
  /** Links, buttons and choices; `close` closes it. */
  readonly children: (close: () => void) => ComponentChildren;
}

const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Actions that open from a button; arrows move between them. */
export function Menu({ label, button, children, class: name = '' }: MenuProps) {
  const { open, setOpen, root } = useFolding();
  const id = useId();
  function move(event: KeyboardEvent): void {
    const step = steps[event.key];
    if (step === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    const items = [...(root.current?.querySelectorAll<HTMLElement>('a, button') ?? [])];
    const place = items.indexOf(document.activeElement as HTMLElement);
    items[Math.max(0, Math.min(items.length - 1, place + step))]?.focus();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows are an addition to Tab
    <div class={`menu ${name}`} ref={root} onKeyDown={move}>
      <button
        type="button"
        class="menu-button"
        aria-label={label}
        title={label}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      <div class="menu-items popup" id={id} hidden={!open}>
        {open && children(() => setOpen(false))}
      </div>
    </div>
  );
}
