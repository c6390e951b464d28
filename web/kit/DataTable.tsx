import { ArrowDown, ArrowUp } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { type Sorting, sorted, turned } from './sorting.ts';
import { type Column, Table } from './Table.tsx';
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
    <button type="button" onClick={() => sort(turned(sorting, id, numeric))}>
      {label}
      {direction === 'ascending' && <ArrowUp size={12} aria-hidden="true" />}
      {direction === 'descending' && <ArrowDown size={12} aria-hidden="true" />}
    </button>
  );
}

/** A table of values that sorts by its headings. */
export function DataTable({ view, label }: { view: TableView; label: string }) {
  const [sorting, setSorting] = useState<Sorting>(null);
  const rows = useMemo(() => [...sorted(view.rows, sorting).entries()], [view, sorting]);
  const columns = view.columns.map(
    (column): Column<readonly [number, TableRow]> => ({
      name: column.label,
      numeric: column.numeric,
      labelled: true,
      sorted: directionOf(sorting, column.id),
      heading: <Heading column={column} sorting={sorting} sort={setSorting} />,
      cell: ([, row]) => column.show(row[column.id] ?? null),
    }),
  );
  return <Table label={label} columns={columns} rows={rows} keyOf={([place]) => place} />;
}
