import { FigureText } from '../kit/FigureText.tsx';
import { speech } from '../language/appearance.ts';
import type { PanelDefinition } from './panel.ts';
import { type Running, usePanel } from './usePanel.ts';

const Waiting = () => (
  <span class="figure-link" aria-hidden="true">
    <span class="skeleton line" />
    <span class="skeleton number" />
    <span class="skeleton line" />
  </span>
);

/** A figure that is not there says why in a word; its panel says more. */
function Content({ id, running }: { id: string; running: Running }) {
  const { view, problem, setting, frozen } = running;
  const { text, language } = setting.speech;
  const missing = { value: '–', href: `#${id}` };
  if (view === null || view.headline === null)
    return problem === null ? (
      <Waiting />
    ) : (
      <FigureText {...missing} label={setting.entry?.title[language] ?? ''} note={text('panel.error')} />
    );
  const { label, value, note, href = view.href ?? `#${id}` } = view.headline;
  if (frozen.hidden) return <FigureText {...missing} label={label} note={text('groups.tooFew')} />;
  return <FigureText label={label} value={value} note={note} href={href} />;
}

function Figure({ panel }: { panel: PanelDefinition }) {
  const running = usePanel(panel);
  return (
    <li data-old={running.view !== null && !running.current}>
      <Content id={panel.id} running={running} />
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
