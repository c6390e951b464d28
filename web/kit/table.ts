export type Value = string | number | null;

/** A column of the table behind a chart. */
export interface TableColumn {
  readonly id: string;
  readonly label: string;
  readonly numeric: boolean;
  readonly show: (value: Value) => string;
}

export type TableRow = Readonly<Record<string, Value>>;

export interface TableView {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly csv: string | null;
}

export const textColumn = (
  id: string,
  label: string,
  show: (value: Value) => string = (value) => String(value ?? ''),
): TableColumn => ({
  id,
  label,
  numeric: false,
  show,
});
export const numberColumn = (id: string, label: string, show: (value: number) => string): TableColumn => ({
  id,
  label,
  numeric: true,
  show: (value) => (typeof value === 'number' ? show(value) : '–'),
});
