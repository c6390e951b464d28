/** A table as ClickHouse has it. */
export interface ExistingTable {
  readonly name: string;
  /** Changes when the table is dropped and created again. */
  readonly uuid: string;
  readonly engine: string;
  /** Column names, comma and space between them. */
  readonly sortingKey: string;
  /** Types by column. */
  readonly columns: ReadonlyMap<string, string>;
}

export const hasKey = ({ sortingKey }: ExistingTable, key: readonly string[]): boolean =>
  sortingKey.replaceAll('`', '').replace(/^\((.*)\)$/, '$1') === key.join(', ');
