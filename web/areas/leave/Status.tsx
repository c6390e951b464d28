import { Ban, Check, CircleHelp, Clock, Hourglass, type LucideIcon, Undo2, X } from 'lucide-preact';
import { speech } from '../../language/appearance.ts';

const icons: Readonly<Record<string, LucideIcon>> = {
  submitted: Clock,
  approved: Check,
  rejected: X,
  withdrawn: Undo2,
  cancellation_requested: CircleHelp,
  cancelled: Ban,
  expired: Hourglass,
};

/** Where a request stands: an icon and a word, never a colour alone. */
export function Status({ status }: { status: string }) {
  const Icon = icons[status] ?? CircleHelp;
  return (
    <span class={`status inline end status-${status}`}>
      <Icon size={14} aria-hidden="true" />
      {speech.value.word('status', status)}
    </span>
  );
}
