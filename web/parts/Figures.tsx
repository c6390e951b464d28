import { speech } from '../language/appearance.ts';
import type { Headline, PanelDefinition, View } from '../panels/panel.ts';
import { usePanel } from '../panels/usePanel.ts';
import { Tick } from './Words.tsx';

const Waiting = () => (
  <span class="figure-link" aria-hidden="true">
    <span class="skeleton line" />
    <span class="skeleton number" />
    <span class="skeleton line" />
  </span>
);

/** A figure that could not be read: its panel says why. */
const Unread = ({ title, id }: { title: string; id: string }) => (
  <a class="figure-link" href={`#${id}`}>
    <span class="figure-label">{title}</span>
    <span class="figure-value">
      <strong class="figure">–</strong>
    </span>
    <span class="figure-note">{speech.value.text('panel.error')}</span>
  </a>
);

const Known = ({ headline, view, id }: { headline: Headline; view: View; id: string }) => (
  <a class="figure-link" href={headline.href ?? view.href ?? `#${id}`}>
    <span class="figure-label">{headline.label}</span>
    <span class="figure-value">
      <Tick text={headline.value} />
    </span>
    <span class="figure-note">{headline.note}</span>
  </a>
);

const Figure = ({ panel }: { panel: PanelDefinition }) => {
  const { view, current, problem, setting } = usePanel(panel);
  const headline = view?.headline ?? null;
  return (
    <li data-old={view !== null && !current}>
      {view !== null && headline !== null && <Known headline={headline} view={view} id={panel.id} />}
      {headline === null && problem === null && <Waiting />}
      {headline === null && problem !== null && (
        <Unread id={panel.id} title={setting.entry?.title[setting.speech.language] ?? ''} />
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
