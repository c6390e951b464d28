import { ChartColumn, Download, List, Table2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Chart } from '../charts/Chart.tsx';
import type { LegendEntry } from '../charts/picture.ts';
import { save } from '../data/call.ts';
import { connection } from '../data/live.ts';
import { scope } from '../data/scope.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { Failure } from '../kit/Failure.tsx';
import { toastProblem } from '../kit/Toasts.tsx';
import { Words } from '../kit/Words.tsx';
import { dark, now, speech } from '../language/appearance.ts';
import { Empty, TooFew } from './Empty.tsx';
import { departmentName, type PanelDefinition, type Setting, type View } from './panel.ts';
import { type Running, usePanel } from './usePanel.ts';
import { WeekRoster } from './WeekRoster.tsx';

const Legend = ({ entries }: { entries: readonly LegendEntry[] }) =>
  entries.length === 0 ? null : (
    <ul class="legend" data-dark={dark.value}>
      {entries.map(({ label, swatch }) => (
        <li key={label}>
          <span class={`swatch swatch-${swatch}`} aria-hidden="true" />
          {label}
        </li>
      ))}
    </ul>
  );

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
  everyone: 'filters.departments.all',
  groups: 'filters.departments.all',
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
  const turnLabel = text(table ? 'panel.showChart' : 'panel.showTable', { title });
  return (
    <div class="actions">
      {table && view.table.csv !== null && (
        <a
          class="icon-button"
          href={view.table.csv}
          download
          onClick={(event) => void saveCsv(event, title)}
          aria-label={`${text('panel.csv')}: ${title}`}
          title={text('panel.csv')}
        >
          <Download size={16} aria-hidden="true" />
        </a>
      )}
      <button
        type="button"
        class="icon-button"
        onClick={turn}
        aria-label={turnLabel}
        title={text(table ? 'panel.chart' : 'panel.table')}
      >
        {table ? <ChartColumn size={16} aria-hidden="true" /> : <Table2 size={16} aria-hidden="true" />}
      </button>
      {view.href !== null && (
        <a
          class="icon-button"
          href={view.href}
          aria-label={text('panel.rows', { title })}
          title={text('panel.rows', { title })}
        >
          <List size={16} aria-hidden="true" />
        </a>
      )}
    </div>
  );
}

function Content({ running, table, bare }: { running: Running; table: boolean; bare: boolean }) {
  const { view, title, problem, retry, setting } = running;
  if (view === null)
    return problem === null ? (
      <div class="skeleton picture" aria-hidden="true" />
    ) : (
      <Failure problem={problem} retry={retry} />
    );
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
        {shown && !table && <Legend entries={view.picture.legend} />}
        <Context panel={panel} running={running} />
      </div>
    </article>
  );
}
