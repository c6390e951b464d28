import type { LucideIcon } from 'lucide-preact';
import type { ComponentChildren } from 'preact';

interface EmptyStateProps {
  readonly Icon: LucideIcon;
  readonly title: string;
  readonly text?: string;
  /** The step that would change it. */
  readonly children?: ComponentChildren;
}

/** Nothing to show, why, and the next step. */
export const EmptyState = ({ Icon, title, text, children }: EmptyStateProps) => (
  <div class="state empty-state">
    <Icon size={20} aria-hidden="true" />
    <p>
      <strong>{title}</strong>
    </p>
    {text !== undefined && <p class="muted">{text}</p>}
    {children}
  </div>
);
