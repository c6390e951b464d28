import { Info } from 'lucide-preact';
import { speech } from '../language/appearance.ts';
import { noFilters } from './filters/address.ts';
import { useFilters } from './filters/useFilters.ts';

/** Nothing to show, and the step that would change it. `never`: the source has never reported anything. */
export function Empty({ never }: { never: boolean }) {
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
}

/** Figures of so few people are not shown to who sees groups. */
export function TooFew() {
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
}
