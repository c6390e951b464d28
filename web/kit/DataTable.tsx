import { ArrowDown, ArrowUp } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { ScrollBox } from './ScrollBox.tsx';
import { type Sorting, sorted, turned } from './sorting.ts';
import type { TableColumn, TableRow, TableView } from './table.ts';

interface HeadingProps {
  readonly column: TableColumn;
  readonly sorting: Sorting;
  readonly sort: (sorting: Sorting) => void;
}

function directionOf(sorting: Sorting, id: string): 'ascending' | 'descending' | 'none' {
  if (sorting?.id !== id) return 'none';
  return sorting.descending ? 'descending' : 'ascending';
}

function Heading({ column: { id, label, numeric }, sorting, sort }: HeadingProps) {
  const direction = directionOf(sorting, id);
  return (
    <th scope="col" class={numeric ? 'numeric' : ''} aria-sort={direction}>
      <button type="button" onClick={() => sort(turned(sorting, id, numeric))}>
        {label}
        {direction === 'ascending' && <ArrowUp size={12} aria-hidden="true" />}
        {direction === 'descending' && <ArrowDown size={12} aria-hidden="true" />}
      </button>
    </th>
  );
}

/** A row is called by its first value. */
function Row({ row, columns }: { row: TableRow; columns: readonly TableColumn[] }) {
  const [first, ...others] = columns;
  return (
    <tr>
      {first !== undefined && <th scope="row">{first.show(row[first.id] ?? null)}</th>}
      {others.map(({ id, label, numeric, show }) => (
        <td key={id} class={numeric ? 'numeric' : ''} data-label={label}>
          {show(row[id] ?? null)}
        </td>
      ))}
    </tr>
  );
}

/** A table that sorts by its headings and scrolls inside its own box. */
export function DataTable({ view, label }: { view: TableView; label: string }) {
  const [sorting, setSorting] = useState<Sorting>(null);
  const rows = useMemo(() => sorted(view.rows, sorting), [view, sorting]);
  return (
    <ScrollBox class="table-box" label={label}>
      <table>
        <thead>
          <tr>
            {view.columns.map((column) => (
              <Heading key={column.id} column={column} sorting={sorting} sort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row key={index} row={row} columns={view.columns} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
