import type { LucideIcon } from 'lucide-preact';
import type { ButtonHTMLAttributes } from 'preact';

interface IconButtonProps extends Omit<ButtonHTMLAttributes, 'icon' | 'label'> {
  readonly Icon: LucideIcon;
  /** What it does, a verb: heard, not seen. */
  readonly label: string;
  readonly size?: number;
}

/** A button that is a picture. */
export const IconButton = ({ Icon, label, size = 16, ...rest }: IconButtonProps) => (
  <button type="button" {...rest} class={`icon-button ${rest.class ?? ''}`.trim()} aria-label={label}>
    <Icon size={size} aria-hidden="true" />
  </button>
);
