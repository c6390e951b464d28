import { Info } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { speech } from '../language/appearance.ts';
import { noFilters } from './filters/address.ts';
import { useFilters } from './filters/useFilters.ts';

interface NothingProps {
  readonly what: string;
  readonly why?: string;
  /** The step that would change it. */
  readonly children: ComponentChildren;
}

const Nothing = ({ what, why = '', children }: NothingProps) => (
  <div class="state">
    <Info size={20} aria-hidden="true" />
    <p>
      <strong>{what}</strong> {why}
    </p>
    {children}
  </div>
);

function WithoutFilters({ verb }: { verb: string }) {
  const { change } = useFilters();
  return (
    <button type="button" onClick={() => change(noFilters)}>
      {verb}
    </button>
  );
}

/** Nothing to show, and the step that would change it. `never`: the source has never reported anything. */
export function Empty({ never }: { never: boolean }) {
  const { text } = speech.value;
  const { filters } = useFilters();
  const filtered = filters.departments.length + filters.leaveTypes.length > 0 || filters.asOf !== null;
  if (never)
    return (
      <Nothing what={text('panel.nothing')} why={text('panel.nothing.next')}>
        <code>npm run simulate -- --history</code>
      </Nothing>
    );
  return (
    <Nothing what={text(filtered ? 'panel.empty.filtered' : 'panel.empty')}>
      <WithoutFilters verb={text(filtered ? 'filters.clear' : 'panel.empty.next')} />
    </Nothing>
  );
}

/** Figures of so few people are not shown to who sees groups. */
export function TooFew() {
  const { text } = speech.value;
  return (
    <Nothing what={text('groups.tooFew')} why={text('groups.tooFew.why')}>
      <WithoutFilters verb={text('filters.clear')} />
    </Nothing>
  );
}
