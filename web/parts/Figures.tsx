import { speech } from '../language/appearance.ts';
import type { PanelDefinition } from '../panels/panel.ts';
import { usePanel } from '../panels/usePanel.ts';
import { Tick } from './Words.tsx';

const Figure = ({ panel }: { panel: PanelDefinition }) => {
  const { view, current } = usePanel(panel);
  const headline = view?.headline ?? null;
  return (
    <li data-old={view !== null && !current}>
      {headline === null || view === null ? (
        <span class="figure-link" aria-hidden="true">
          <span class="skeleton line" />
          <span class="skeleton number" />
          <span class="skeleton line" />
        </span>
      ) : (
        <a class="figure-link" href={headline.href ?? view.href}>
          <span class="figure-label">{headline.label}</span>
          <span class="figure-value">
            <Tick text={headline.value} />
          </span>
          <span class="figure-note">{headline.note}</span>
        </a>
      )}
    </li>
  );
};

/** The figures at the head of the page; each opens the rows it is made of. */
export const Figures = ({ panels }: { panels: readonly PanelDefinition[] }) => (
  <section aria-label={speech.value.text('figures.label')}>
    <ul class="figures">
      {panels.map((panel) => (
        <Figure key={panel.id} panel={panel} />
      ))}
    </ul>
  </section>
);
