import { ConfigError } from '#lib/config.ts';
import { type ExistingTable, hasKey } from './existingTable.ts';
import { addedLater } from './identity.ts';
import { copyName, isBetweenNames, rekey } from './rekey.ts';
import { deletedColumn, type Table, versionColumn } from './tables.ts';

const all = (table: Table) => [...table.columns, versionColumn, deletedColumn];

const quoted = (name: string): string => `\`${name}\``;

/** CREATE TABLE of a definition. Not partitioned: versions of a row must meet, whatever its columns say. */
export const createTableSql = (database: string, table: Table): string =>
  [
    `CREATE TABLE IF NOT EXISTS ${quoted(database)}.${quoted(table.name)} (`,
    all(table)
      .map(({ name, type }) => `  ${quoted(name)} ${type.type}${codec(name)}`)
      .join(',\n'),
    `) ENGINE = ReplacingMergeTree(${versionColumn.name}, ${deletedColumn.name})`,
    `ORDER BY (${table.orderBy.map(quoted).join(', ')})`,
    `COMMENT '${table.doc.replace(/[\\']/g, '\\$&')}'`,
  ].join('\n');

const codec = (name: string): string => (name === 'payload' ? ' CODEC(ZSTD(3))' : '');

/**
 * The statements that bring a database up to the definitions: missing tables and columns, and copies of tables whose
 * key was another in an earlier version. Everything there is stays; a column that is added carries `mark`, which is to
 * be another each time. ConfigError, naming every table whose key, engine or column types are others, with the remedy.
 */
export function migration(
  database: string,
  tables: readonly Table[],
  existing: readonly ExistingTable[],
  mark: string,
): string[] {
  const found = new Map(existing.map((table) => [table.name, table]));
  const faults = tables.flatMap((table) => faultsOf(database, table, found.get(table.name)));
  if (faults.length > 0) throw new ConfigError(`Tables that cannot be used:\n${faults.join('\n')}`);
  return tables.flatMap((table) => {
    const there = found.get(table.name);
    const copy = createTableSql(database, { ...table, name: copyName(table) });
    return [
      ...(there || isBetweenNames(table, found) ? [] : [createTableSql(database, table)]),
      ...(there ? missingColumns(database, table, there, mark) : []),
      ...rekey(database, table, found, copy),
    ];
  });
}

const missingColumns = (database: string, table: Table, { columns }: ExistingTable, mark: string): string[] =>
  all(table)
    .filter(({ name }) => !columns.has(name))
    .map(({ name, type }) => {
      const target = `${quoted(database)}.${quoted(table.name)}`;
      return `ALTER TABLE ${target} ADD COLUMN IF NOT EXISTS ${quoted(name)} ${type.type} COMMENT '${addedLater}${mark}'`;
    });

function faultsOf(database: string, table: Table, there: ExistingTable | undefined): string[] {
  if (!there) return [];
  const differences = [
    ...keyFault(table, there),
    ...engineFault(there),
    ...all(table).flatMap(({ name, type }) => typeFault(name, type.type, there.columns.get(name))),
  ];
  if (differences.length === 0) return [];
  const remedy = `It is filled from Kafka: DROP TABLE ${database}.${table.name} and start again, then it is made and filled anew.`;
  return [`  ${database}.${table.name}: ${differences.join('; ')}. ${remedy}`];
}

const keyFault = (table: Table, there: ExistingTable): string[] =>
  hasKey(there, table.orderBy) || (table.formerKey && hasKey(there, table.formerKey))
    ? []
    : [`its key is (${there.sortingKey}), (${table.orderBy.join(', ')}) is needed`];

/** Replicated and shared kinds of the engine have more in front of these two. */
const engineFault = ({ engine }: ExistingTable): string[] =>
  /ReplacingMergeTree\((?:[^)]*, )?_version, _deleted\)/.test(engine)
    ? []
    : [`its engine is ${engine.split(' ')[0]}, ReplacingMergeTree(_version, _deleted) is needed`];

const typeFault = (name: string, wanted: string, there: string | undefined): string[] =>
  there === undefined || there === wanted ? [] : [`${name} is ${there}, ${wanted} is needed`];
