import type { ComponentChildren } from 'preact';

interface SectionProps {
  /** Ties the title to the section; once on a page. */
  readonly id: string;
  readonly title: ComponentChildren;
  /** Beside the title. */
  readonly actions?: ComponentChildren;
  readonly class?: string;
  readonly 'aria-busy'?: boolean;
  readonly 'data-old'?: boolean;
  readonly children: ComponentChildren;
}

/** A part of a page on a surface of its own, with its title. */
export const Section = ({ id, title, actions, class: name = '', children, ...marks }: SectionProps) => (
  <section class={`panel ${name}`.trim()} aria-labelledby={`${id}-title`} {...marks}>
    <header>
      <h2 id={`${id}-title`}>{title}</h2>
      {actions}
    </header>
    {children}
  </section>
);
