import type { ComponentChildren } from 'preact';
import { speech } from '../language/appearance.ts';
import { ScrollBox } from './ScrollBox.tsx';

/** A column of a table: what it is called, and what of a row stands in it. */
export interface Column<Row> {
  readonly name: string;
  /** The name is heard, not seen. */
  readonly hidden?: boolean;
  readonly numeric?: boolean;
  /** Of its cells. */
  readonly class?: string;
  /** A row is called by what stands here, not by its first value. */
  readonly isHead?: boolean;
  /** Where a row is a block, its values have the name above them. */
  readonly labelled?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
  /** In place of the name. */
  readonly heading?: ComponentChildren;
  readonly sorted?: 'ascending' | 'descending' | 'none';
}

interface RowsProps<Row> {
  /** The first one says what a row is called, unless another does. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  readonly rowClass?: (row: Row) => string;
}

const classOf = ({ numeric, class: name }: Column<never>): string | undefined =>
  name ?? (numeric ? 'numeric' : undefined);

function Cell<Row>({ column, row, isHead }: { column: Column<Row>; row: Row; isHead: boolean }) {
  const name = classOf(column);
  if (isHead)
    return (
      <th scope="row" class={name}>
        {column.cell(row)}
      </th>
    );
  return (
    <td class={name} data-label={column.labelled ? column.name : undefined}>
      {column.cell(row)}
    </td>
  );
}

/** Headings and rows, where a table has no box of its own. */
export function Rows<Row>({ columns, rows, keyOf, rowClass }: RowsProps<Row>) {
  const head = Math.max(
    0,
    columns.findIndex(({ isHead }) => isHead === true),
  );
  return (
    <>
      <thead>
        <tr>
          {columns.map(({ name, numeric, hidden, heading, sorted }) => (
            <th key={name} scope="col" class={numeric ? 'numeric' : ''} aria-sort={sorted}>
              {heading ?? (hidden ? <span class="hidden">{name}</span> : name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} class={rowClass?.(row)}>
            {columns.map((column, at) => (
              <Cell key={column.name} column={column} row={row} isHead={at === head} />
            ))}
          </tr>
        ))}
      </tbody>
    </>
  );
}

/** What can be done with a row, for whoever may. */
export const actionsColumn = <Row,>(may: boolean, cell: Column<Row>['cell']): readonly Column<Row>[] =>
  may ? [{ name: speech.value.text('column.actions'), hidden: true, class: 'row-actions', cell }] : [];

interface TableProps<Row> extends RowsProps<Row> {
  readonly label: string;
  /** Of the box that scrolls. */
  readonly class?: string;
}

/** A table that scrolls inside its own box. */
export const Table = <Row,>({ label, class: name = '', ...rows }: TableProps<Row>) => (
  <ScrollBox class={`table-box ${name}`.trim()} label={label}>
    <table>
      <Rows {...rows} />
    </table>
  </ScrollBox>
);
