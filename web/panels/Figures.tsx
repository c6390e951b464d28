import { Tick } from '../kit/Words.tsx';
import { speech } from '../language/appearance.ts';
import type { Headline, PanelDefinition, View } from './panel.ts';
import { usePanel } from './usePanel.ts';

const Waiting = () => (
  <span class="figure-link" aria-hidden="true">
    <span class="skeleton line" />
    <span class="skeleton number" />
    <span class="skeleton line" />
  </span>
);

/** A figure that is not there, and in a word why; its panel says more. */
const Missing = ({ title, id, why }: { title: string; id: string; why: string }) => (
  <a class="figure-link" href={`#${id}`}>
    <span class="figure-label">{title}</span>
    <span class="figure-value">
      <strong class="figure">–</strong>
    </span>
    <span class="figure-note">{why}</span>
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

function Figure({ panel }: { panel: PanelDefinition }) {
  const { view, current, problem, setting, frozen } = usePanel(panel);
  const headline = view?.headline ?? null;
  const { text, language } = setting.speech;
  return (
    <li data-old={view !== null && !current}>
      {frozen.hidden && headline !== null && (
        <Missing id={panel.id} title={headline.label} why={text('groups.tooFew')} />
      )}
      {!frozen.hidden && view !== null && headline !== null && <Known headline={headline} view={view} id={panel.id} />}
      {headline === null && problem === null && <Waiting />}
      {headline === null && problem !== null && (
        <Missing id={panel.id} title={setting.entry?.title[language] ?? ''} why={text('panel.error')} />
      )}
    </li>
  );
}

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
