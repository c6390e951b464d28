import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * Something that opens from a button: closes on Escape, on a click elsewhere and when focus leaves; Escape gives focus
 * back to the button.
 */
export function useFolding<E extends HTMLElement = HTMLDivElement>() {
  const [open, setOpen] = useState(false);
  const root = useRef<E>(null);
  useEffect(() => {
    if (!open) return;
    function outside(event: Event): void {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    }
    function onEscape(event: KeyboardEvent): void {
      if (event.key !== 'Escape') return;
      setOpen(false);
      root.current?.querySelector('button')?.focus();
    }
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', onEscape);
    };
  }, [open]);
  return { open, setOpen, root };
}
