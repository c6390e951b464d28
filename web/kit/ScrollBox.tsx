import type { ComponentChildren, Ref } from 'preact';

interface ScrollBoxProps {
  readonly label: string;
  readonly class: string;
  readonly box?: Ref<HTMLElement>;
  readonly children: ComponentChildren;
}

/** What may be wider or longer than its place: it scrolls by itself, by keyboard too. */
export const ScrollBox = ({ label, class: name, box, children }: ScrollBoxProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls by keyboard
  <section ref={box ?? null} class={name} aria-label={label} tabIndex={0}>
    {children}
  </section>
);
