import type { LucideIcon } from 'lucide-preact';
import type { AnchorHTMLAttributes, ComponentChildren } from 'preact';

interface IconLinkProps extends Omit<AnchorHTMLAttributes, 'icon' | 'label'> {
  readonly Icon: LucideIcon;
  /** Where it leads: heard, not seen. */
  readonly label: string;
  readonly href: string;
  readonly children?: ComponentChildren;
}

/** A link that is a picture. */
export const IconLink = ({ Icon, label, href, children, ...rest }: IconLinkProps) => (
  <a {...rest} href={href} class={`icon-button ${rest.class ?? ''}`.trim()} aria-label={label}>
    <Icon size={16} aria-hidden="true" />
    {children}
  </a>
);
