import { ChevronLeft, ChevronRight } from 'lucide-preact';

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
    <button type="button" class="icon-button" aria-label={before} onClick={() => step(-1)}>
      <ChevronLeft size={16} aria-hidden="true" />
    </button>
    <strong aria-live="polite">{shown}</strong>
    <button type="button" class="icon-button" aria-label={after} onClick={() => step(1)}>
      <ChevronRight size={16} aria-hidden="true" />
    </button>
  </span>
);
