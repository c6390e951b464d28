import { type ExistingTable, hasKey } from './existingTable.ts';
import { positionsTable } from './positions.ts';
import { deletedColumn, type Table, versionColumn } from './tables.ts';

/** What the copy is called while it is made … */
export const copyName = ({ name }: Table): string => `${name}_by_new_key`;
/** … and the table whose key was another, until all of it is in the copy. */
const oldName = ({ name }: Table): string => `${name}_by_old_key`;

type Existing = ReadonlyMap<string, ExistingTable>;

/** Whether the copy is all that waits for the table's name. */
export const isBetweenNames = (table: Table, existing: Existing): boolean =>
  !existing.has(table.name) && existing.has(copyName(table)) && existing.has(oldName(table));

/**
 * The statements that copy a table to its present key; none when all is done. After a crash behind any of them, or
 * beside another process at the same work, the next listing of tables says where to go on, and no row is in a table
 * that is dropped alone:
 * 1. the copy is made under a name of its own, and filled: rows have versions, so filling it twice changes nothing;
 * 2. the progress is noted for the copy, so that the topics are not read again from their beginning;
 * 3. the old table gets another name; this fails when another process was first;
 * 4. the copy gets the name; until then readers find no table;
 * 5. what was written to the old one meanwhile is copied, and the old one is dropped.
 */
export function rekey(database: string, table: Table, existing: Existing, createCopy: string): string[] {
  if (!table.formerKey) return [];
  const names = namesIn(database, table);
  const there = existing.get(table.name);
  if (there && hasKey(there, table.formerKey))
    return [
      createCopy,
      fill(table, names.copy, names.table),
      carryProgress(database, table),
      `RENAME TABLE ${names.table} TO ${names.old}`,
      ...ending(table, names, true),
    ];
  if (existing.has(oldName(table))) return ending(table, names, isBetweenNames(table, existing));
  return existing.has(copyName(table)) ? [drop(names.copy)] : [];
}

type Names = ReturnType<typeof namesIn>;

const namesIn = (database: string, table: Table) => ({
  table: `\`${database}\`.\`${table.name}\``,
  copy: `\`${database}\`.\`${copyName(table)}\``,
  old: `\`${database}\`.\`${oldName(table)}\``,
});

/** From the moment on when the old table has another name. */
const ending = (table: Table, names: Names, copyIsNext: boolean): string[] => [
  copyIsNext ? `RENAME TABLE ${names.copy} TO ${names.table}` : drop(names.copy),
  fill(table, names.table, names.old),
  drop(names.old),
];

const drop = (name: string): string => `DROP TABLE IF EXISTS ${name} SYNC`;

function fill({ columns }: Table, to: string, from: string): string {
  const names = [...columns, versionColumn, deletedColumn].map(({ name }) => `\`${name}\``).join(', ');
  return `INSERT INTO ${to} (${names}) SELECT ${names} FROM ${from}`;
}

function carryProgress(database: string, table: Table): string {
  const positions = `\`${database}\`.${positionsTable}`;
  const uuid = (name: string): string =>
    `(SELECT toString(uuid) FROM system.tables WHERE database = '${database}' AND name = '${name}')`;
  return [
    `INSERT INTO ${positions} SELECT * REPLACE (${uuid(copyName(table))} AS table_uuid, _version + 1 AS _version)`,
    `FROM (SELECT * FROM ${positions} FINAL WHERE table_name = '${table.name}' AND startsWith(table_uuid, ${uuid(table.name)}))`,
  ].join(' ');
}
