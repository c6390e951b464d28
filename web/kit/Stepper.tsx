import { ChevronLeft, ChevronRight } from 'lucide-preact';
import { IconButton } from './IconButton.tsx';

interface StepperProps {
  readonly class: string;
  /** What is shown now. */
  readonly shown: string | number;
  /** What the arrows are called. */
  readonly before: string;
  readonly after: string;
  readonly step: (by: 1 | -1) => void;
}

/** Steps from one year or month to the next. */
export const Stepper = ({ class: name, shown, before, after, step }: StepperProps) => (
  <span class={name}>
    <IconButton Icon={ChevronLeft} label={before} onClick={() => step(-1)} />
    <strong aria-live="polite">{shown}</strong>
    <IconButton Icon={ChevronRight} label={after} onClick={() => step(1)} />
  </span>
);
