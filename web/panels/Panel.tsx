import { ChartColumn, Download, List, Table2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Chart } from '../charts/Chart.tsx';
import { save } from '../data/call.ts';
import { connection } from '../data/live.ts';
import { scope } from '../data/scope.ts';
import { NotYet } from '../kit/Answered.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { IconButton } from '../kit/IconButton.tsx';
import { IconLink } from '../kit/IconLink.tsx';
import { Legend } from '../kit/Legend.tsx';
import { toastProblem } from '../kit/Toasts.tsx';
import { Words } from '../kit/Words.tsx';
import { dark, now, speech } from '../language/appearance.ts';
import { Empty, TooFew } from './Empty.tsx';
import { departmentName, type PanelDefinition, type Setting, type View } from './panel.ts';
import { type Running, usePanel } from './usePanel.ts';
import { WeekRoster } from './WeekRoster.tsx';

const legendOf = ({ picture }: View) =>
  picture.legend.map(({ label, swatch }) => ({ label, swatch: `swatch-${swatch}` }));

/** When the numbers were right: now while changes reach us, else when they were last read. */
function asOf({ setting, at, frozen, problem }: Running): string {
  const { speech: voice, filters } = setting;
  if (filters.asOf !== null) return voice.day(filters.asOf);
  if (frozen.at !== null) return voice.moment(frozen.at);
  const live = connection.value.state === 'live' && problem === null;
  return voice.time(live ? Math.max(at ?? 0, now.value) : (at ?? now.value));
}

/** Who is counted where no department is chosen. */
const whose = {
  everyone: 'departments.all',
  groups: 'departments.all',
  team: 'scope.whose.team',
  self: 'scope.whose.self',
} as const;

function ofWhom(panel: PanelDefinition, { filters, speech: voice, ...rest }: Setting): string {
  const ignored = panel.ignores({ filters, speech: voice, ...rest });
  const departments = ignored.includes('department')
    ? []
    : filters.departments.map((name) => departmentName(voice, name));
  const types = ignored.includes('leaveType') ? [] : filters.leaveTypes.map((name) => voice.word('leaveType', name));
  const who = departments.length === 0 ? voice.text(whose[scope.value]) : voice.list(departments);
  return types.length === 0 ? who : `${who}, ${voice.list(types)}`;
}

/** Of whom, over which period, as of when; and what the source cannot be narrowed by. */
function Context({ panel, running }: { panel: PanelDefinition; running: Running }) {
  const { setting, view, problem, at, notes } = running;
  const { text, list, time } = setting.speech;
  const ignored = panel.ignores(setting);
  return (
    <footer class="context">
      {view !== null &&
        text('panel.context', { who: ofWhom(panel, setting), period: view.period, asOf: asOf(running) })}
      {ignored.length > 0 && (
        <span class="partial">
          {text('panel.ignores', { filters: list(ignored.map((name) => text(`panel.ignores.${name}`))) })}
        </span>
      )}
      {notes.map((note) => (
        <span key={note} class="note">
          {note}
        </span>
      ))}
      {problem !== null && at !== null && <span class="partial">{text('panel.stale', { time: time(at) })}</span>}
    </footer>
  );
}

/** A link cannot send the token: the page reads the file and hands it over. */
async function saveCsv(event: MouseEvent, title: string): Promise<void> {
  event.preventDefault();
  const path = (event.currentTarget as HTMLAnchorElement).getAttribute('href') ?? '';
  const problem = await save(path, `${title}.csv`);
  if (problem !== null) toastProblem(problem);
}

function Actions({ title, view, table, turn }: { title: string; view: View; table: boolean; turn: () => void }) {
  const { text } = speech.value;
  return (
    <div class="actions">
      {table && view.table.csv !== null && (
        <IconLink
          Icon={Download}
          label={`${text('panel.csv')}: ${title}`}
          title={text('panel.csv')}
          href={view.table.csv}
          download
          onClick={(event) => void saveCsv(event, title)}
        />
      )}
      <IconButton
        Icon={table ? ChartColumn : Table2}
        label={text(table ? 'panel.showChart' : 'panel.showTable', { title })}
        title={text(table ? 'panel.chart' : 'table')}
        onClick={turn}
      />
      {view.href !== null && (
        <IconLink
          Icon={List}
          label={text('panel.rows', { title })}
          title={text('panel.rows', { title })}
          href={view.href}
        />
      )}
    </div>
  );
}

function Content({ running, table, bare }: { running: Running; table: boolean; bare: boolean }) {
  const { view, title, setting } = running;
  if (view === null) return <NotYet of={running} skeleton="picture" />;
  if (running.frozen.hidden) return <TooFew />;
  if (view.empty) return <Empty never={bare} />;
  const answer = view.answer.map(({ text }) => text).join('');
  return (
    <div class="picture">
      {table ? (
        <DataTable view={view.table} label={setting.speech.text('table.scroll', { title: title ?? '' })} />
      ) : (
        <Chart picture={view.picture} label={answer} />
      )}
      {view.roster !== undefined && <WeekRoster roster={view.roster} today={setting.today} />}
    </div>
  );
}

/** A question, its answer, the picture, and the table behind it. The box has its final size from the start. */
export function Panel({ panel, bare }: { panel: PanelDefinition; bare: boolean }) {
  const running = usePanel(panel);
  const [table, setTable] = useState(false);
  const { view, title, current } = running;
  const shown = view !== null && !view.empty && !running.frozen.hidden;
  return (
    <article
      class={`panel span-${panel.span}`}
      id={panel.id}
      aria-labelledby={`${panel.id}-title`}
      aria-busy={!current}
      data-old={view !== null && !current}
    >
      <header>
        <h2 id={`${panel.id}-title`}>
          {title ?? <span class="skeleton line">{speech.value.text('panel.loading')}</span>}
        </h2>
        {shown && <Actions title={title ?? ''} view={view} table={table} turn={() => setTable(!table)} />}
      </header>
      <p class="answer">
        {shown ? (
          <Words segments={view.answer} />
        ) : (
          view === null && running.problem === null && <span class="skeleton line" aria-hidden="true" />
        )}
      </p>
      <Content running={running} table={table} bare={bare} />
      <div class="below">
        {shown && !table && <Legend entries={legendOf(view)} data-dark={dark.value} />}
        <Context panel={panel} running={running} />
      </div>
    </article>
  );
}
