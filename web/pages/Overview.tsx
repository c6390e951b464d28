import { useMemo } from 'preact/hooks';
import type { EventRow, Rows } from '../data/contract.ts';
import { seesGroups } from '../data/sight.ts';
import { useAnswers } from '../data/useAnswers.ts';
import { speech } from '../language/appearance.ts';
import { anyStatistic } from '../panels/anyStatistic.ts';
import { away } from '../panels/away.ts';
import { awayOfGroups } from '../panels/awayOfGroups.ts';
import { headlines, isUndrawn, panels } from '../panels/catalogue.ts';
import { useCatalogue } from '../panels/usePanel.ts';
import { Figures } from '../parts/Figures.tsx';
import { LatestRequests } from '../parts/LatestRequests.tsx';
import { Panel } from '../parts/Panel.tsx';
import { FiguresPage } from './FiguresPage.tsx';

/** Whether not a single event has arrived yet: then the next step is to publish some. */
const useBare = (): boolean => {
  const { data } = useAnswers(seesGroups.value ? [] : ['/api/events?limit=1'], ['events'], 5000);
  return (data?.[0] as Rows<EventRow> | undefined)?.rows.length === 0;
};

/** The statistics that nobody has drawn by hand, so that a new one appears by itself. */
const MorePanels = ({ bare }: { bare: boolean }) => {
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
};

/** Who is away has names and rows behind it, or is a sum of groups. */
const forGroups = headlines.map((panel) => (panel === away ? awayOfGroups : panel));

/** The one page of figures. */
const Overview = () => {
  const bare = useBare();
  const groups = seesGroups.value;
  return (
    <FiguresPage title={speech.value.text('page.overview')}>
      {groups && <p class="of-groups">{speech.value.text('groups.note')}</p>}
      <Figures panels={groups ? forGroups : headlines} />
      <div class="grid">
        <Panel panel={groups ? awayOfGroups : away} bare={bare} />
        {!groups && <LatestRequests bare={bare} />}
        {panels.map((panel) => (
          <Panel key={panel.id} panel={panel} bare={bare} />
        ))}
      </div>
      <MorePanels bare={bare} />
    </FiguresPage>
  );
};

export default Overview;
