import type { useRows } from '../../data/useRows.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { Failure } from '../../kit/Failure.tsx';
import type { TableView } from '../../kit/table.ts';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';
import { Empty } from '../../panels/Empty.tsx';
import type { Narrowing } from '../../panels/panel.ts';
import { FiguresPage } from './FiguresPage.tsx';

interface Narrow {
  readonly label: string;
  /** What no choice means; null: there is always one. */
  readonly all: string | null;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly change: (value: string) => void;
}

interface RowsPageProps {
  readonly title: string;
  readonly answer: 'requests.answer' | 'events.answer';
  readonly list: ReturnType<typeof useRows<unknown>>;
  readonly table: TableView;
  readonly narrow: readonly Narrow[];
  /** Filters of the bar that these rows cannot be narrowed by. */
  readonly ignored: readonly Narrowing[];
}

const NarrowChoice = ({ label, all, value, options, change }: Narrow) => (
  <label class="field">
    <span>{label}</span>
    <select value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
      {all !== null && <option value="">{all}</option>}
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

function Ignored({ names }: { names: readonly Narrowing[] }) {
  const { text, list } = speech.value;
  const filters = list(names.map((name) => text(`panel.ignores.${name}`)));
  return <p class="partial">{text('panel.ignores', { filters })}</p>;
}

/** A page of rows behind a figure. */
export function RowsPage({ title, answer, list, table, narrow, ignored }: RowsPageProps) {
  const { text, sentence, plural } = speech.value;
  const { rows, current, problem, retry, next, load } = list;
  return (
    <FiguresPage title={title}>
      <div class="rows-head">
        <p class="answer">
          {rows !== null && <Words segments={sentence(answer, { rows: plural('unit.rows', rows.length) })} />}
        </p>
        <div class="fields">
          {narrow.map((choice) => (
            <NarrowChoice key={choice.label} {...choice} />
          ))}
        </div>
      </div>
      {ignored.length > 0 && <Ignored names={ignored} />}
      <div class="panel rows" aria-busy={!current} data-old={rows !== null && !current}>
        {rows === null && problem === null && <div class="skeleton picture" aria-hidden="true" />}
        {rows === null && problem !== null && <Failure problem={problem} retry={retry} />}
        {rows?.length === 0 && <Empty never={false} />}
        {rows !== null && rows.length > 0 && <DataTable view={table} label={text('table.scroll', { title })} />}
        {rows !== null && problem !== null && (
          <p class="partial" role="alert">
            {explain(speech.value, problem).what}
          </p>
        )}
        {next !== null && (
          <button type="button" onClick={load}>
            {text('requests.more')}
          </button>
        )}
      </div>
    </FiguresPage>
  );
}
