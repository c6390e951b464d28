import { useMemo } from 'preact/hooks';
import type { EventPage } from '#api/answers.ts';
import { type Scope, scope } from '../../data/scope.ts';
import { useAsk } from '../../data/useAsk.ts';
import { speech } from '../../language/appearance.ts';
import type { TextKey } from '../../language/message.ts';
import { anyStatistic } from '../../panels/anyStatistic.ts';
import { away } from '../../panels/catalogue/away.ts';
import { awayOfGroups } from '../../panels/catalogue/awayOfGroups.ts';
import { headlines, isUndrawn, panels } from '../../panels/catalogue.ts';
import { Figures } from '../../panels/Figures.tsx';
import { Panel } from '../../panels/Panel.tsx';
import type { PanelDefinition } from '../../panels/panel.ts';
import { useCatalogue } from '../../panels/usePanel.ts';
import { FiguresPage } from './FiguresPage.tsx';
import { LatestRequests } from './LatestRequests.tsx';

/** Whether not a single event of anybody has arrived yet: then the next step is to publish some. */
function useBare(): boolean {
  const path = scope.value === 'everyone' ? '/api/events?limit=1' : null;
  return useAsk<EventPage>(path, { live: ['events'], gap: 5000 }).data?.rows.length === 0;
}

/** The statistics that nobody has drawn by hand, so that a new one appears by itself. */
function MorePanels({ bare }: { bare: boolean }) {
  const { entries } = useCatalogue();
  const more = useMemo(() => (entries ?? []).filter(({ name }) => isUndrawn(name)).map(anyStatistic), [entries]);
  if (more.length === 0) return null;
  return (
    <>
      <h2 class="divider">{speech.value.text('more.title')}</h2>
      <div class="grid">
        {more.map((panel) => (
          <Panel key={panel.id} panel={panel} bare={bare} />
        ))}
      </div>
    </>
  );
}

/**
 * What the page is of: its title, a remark, and who is away: with names and rows behind it, or a sum of groups; of
 * oneself it is no question.
 */
const views: Readonly<
  Record<Scope, { readonly title: TextKey; readonly note?: TextKey; readonly away?: PanelDefinition }>
> = {
  everyone: { title: 'page.overview', away },
  groups: { title: 'page.overview', note: 'groups.note', away: awayOfGroups },
  team: { title: 'page.overview.team', note: 'scope.team', away },
  self: { title: 'page.overview.self', note: 'scope.self' },
};

const headlinesFor = (mine: PanelDefinition | undefined): readonly PanelDefinition[] =>
  headlines.flatMap((panel) => (panel === away ? (mine ?? []) : panel));

/** The one page of figures, of whom the reader may see: everybody, groups, their people, themselves. */
export default function Overview() {
  const bare = useBare();
  const { text } = speech.value;
  const whose = scope.value;
  const { title, note, away: mine } = views[whose];
  const figures = useMemo(() => headlinesFor(mine), [mine]);
  return (
    <FiguresPage title={text(title)}>
      {note !== undefined && <p class="of-groups">{text(note)}</p>}
      <Figures panels={figures} />
      <div class="grid">
        {mine !== undefined && <Panel panel={mine} bare={bare} />}
        {(whose === 'everyone' || whose === 'team') && <LatestRequests bare={bare} />}
        {panels.map((panel) => (
          <Panel key={panel.id} panel={panel} bare={bare} />
        ))}
      </div>
      {whose !== 'self' && <MorePanels bare={bare} />}
    </FiguresPage>
  );
}
