import { CircleAlert, Info, RotateCw } from 'lucide-preact';
import type { Problem } from '../data/contract.ts';
import { speech } from '../language/appearance.ts';
import { explain } from '../language/explain.ts';
import { noFilters } from '../panels/filters/address.ts';
import { useFilters } from '../panels/filters/useFilters.ts';

/** What happened, what to do about it, and a way to try again. */
export const Failure = ({ problem, retry }: { problem: Problem; retry: () => void }) => {
  const { text } = speech.value;
  const { what, remedy } = explain(speech.value, problem);
  return (
    <div class="state" role="alert">
      <CircleAlert size={20} aria-hidden="true" class="state-error" />
      <p>
        <strong>{text('panel.error')}</strong> {what}
      </p>
      <p class="muted">{remedy}</p>
      <button type="button" onClick={retry}>
        <RotateCw size={14} aria-hidden="true" />
        {text('panel.retry')}
      </button>
    </div>
  );
};

/** Nothing to show, and the step that would change it. `never`: the source has never reported anything. */
export const Empty = ({ never }: { never: boolean }) => {
  const { text } = speech.value;
  const { filters, change } = useFilters();
  const filtered = filters.departments.length + filters.leaveTypes.length > 0 || filters.asOf !== null;
  if (never)
    return (
      <div class="state">
        <Info size={20} aria-hidden="true" />
        <p>
          <strong>{text('panel.nothing')}</strong> {text('panel.nothing.next')}
        </p>
        <code>npm run simulate -- --history</code>
      </div>
    );
  return (
    <div class="state">
      <Info size={20} aria-hidden="true" />
      <p>
        <strong>{text(filtered ? 'panel.empty.filtered' : 'panel.empty')}</strong>
      </p>
      <button type="button" onClick={() => change(noFilters)}>
        {text(filtered ? 'filters.clear' : 'panel.empty.next')}
      </button>
    </div>
  );
};

/** Figures of so few people are not shown to who sees groups. */
export const TooFew = () => {
  const { text } = speech.value;
  const { change } = useFilters();
  return (
    <div class="state">
      <Info size={20} aria-hidden="true" />
      <p>
        <strong>{text('groups.tooFew')}</strong> {text('groups.tooFew.why')}
      </p>
      <button type="button" onClick={() => change(noFilters)}>
        {text('filters.clear')}
      </button>
    </div>
  );
};
