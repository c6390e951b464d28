import type { ComponentProps } from 'preact';
import type { RowsOf } from '../../data/useRows.ts';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { DataTable } from '../../kit/DataTable.tsx';
import { SmallSelect } from '../../kit/SmallSelect.tsx';
import type { TableView } from '../../kit/table.ts';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';
import { Empty } from '../../panels/Empty.tsx';
import type { Narrowing } from '../../panels/panel.ts';
import { FiguresPage } from './FiguresPage.tsx';

interface RowsPageProps {
  readonly title: string;
  readonly list: RowsOf<unknown>;
  readonly table: TableView;
  /** What one has to know of these rows. */
  readonly note?: string | null;
  readonly narrow: readonly ComponentProps<typeof SmallSelect>[];
  /** Filters of the bar that these rows cannot be narrowed by. */
  readonly ignored: readonly Narrowing[];
}

function Ignored({ names }: { names: readonly Narrowing[] }) {
  const { text, list } = speech.value;
  const filters = list(names.map((name) => text(`panel.ignores.${name}`)));
  return <p class="partial">{text('panel.ignores', { filters })}</p>;
}

/** The rows that are there, and what went wrong with further ones. */
function Rows({ title, list, table }: Pick<RowsPageProps, 'title' | 'list' | 'table'>) {
  const { text } = speech.value;
  const { problem } = list;
  if (table.rows.length === 0) return <Empty never={false} />;
  return (
    <>
      <DataTable view={table} label={text('table.scroll', { title })} />
      {problem !== null && (
        <p class="partial" role="alert">
          {explain(speech.value, problem).what}
        </p>
      )}
    </>
  );
}

/** A page of rows behind a figure. */
export function RowsPage({ title, list, table, note = null, narrow, ignored }: RowsPageProps) {
  const { text, sentence, plural } = speech.value;
  const { data: rows, next, load } = list;
  return (
    <FiguresPage title={title}>
      <div class="rows-head row wrap apart">
        <p class="answer">
          {rows !== null && <Words segments={sentence('rows.answer', { rows: plural('unit.rows', rows.length) })} />}
        </p>
        <div class="fields">
          {narrow.map((choice) => (
            <SmallSelect key={choice.label} {...choice} />
          ))}
        </div>
      </div>
      {ignored.length > 0 && <Ignored names={ignored} />}
      {note !== null && <p class="partial">{note}</p>}
      <div class="panel rows stacks stacks-evenly" {...freshness(list)}>
        <Answered of={list} skeleton="picture">
          {() => <Rows title={title} list={list} table={table} />}
        </Answered>
        {next !== null && (
          <button type="button" onClick={load}>
            {text('do.more')}
          </button>
        )}
      </div>
    </FiguresPage>
  );
}
