import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { ExistingTable } from '#tables/existingTable.ts';

/** What the sinks need of ClickHouse. Rejections are ClickHouseErrors with a `code`, or network errors. */
export interface ClickHouse {
  readonly database: string;
  command(sql: string): Promise<void>;
  query<T>(sql: string): Promise<T[]>;
  /** One INSERT, one block. `parts` are the header and rows of RowBinaryWithNamesAndTypes. */
  insert(table: string, parts: readonly Buffer[]): Promise<void>;
  tables(): Promise<ExistingTable[]>;
  close(): Promise<void>;
}

/**
 * Everything that changed between versions or could be set otherwise on a server is said: one block, nothing skipped,
 * nothing coerced, no deduplication by content (two equal blocks are both wanted, versions tell them apart).
 */
const insertSettings = {
  async_insert: 0,
  insert_deduplicate: 0,
  input_format_skip_unknown_fields: 0,
  input_format_null_as_default: 0,
  input_format_with_names_use_header: 1,
  input_format_with_types_use_header: 1,
  max_insert_block_size: '10000000',
  min_insert_block_size_rows: '10000000',
  min_insert_block_size_bytes: '1000000000',
} as const;

/** A client of the server at `url`; `database` need not exist yet. */
export function clickhouse(url: string, database: string): ClickHouse {
  const options = { url, log: { level: ClickHouseLogLevel.OFF }, request_timeout: 120_000, max_open_connections: 6 };
  const client = createClient(options);
  return {
    database,
    command: async (sql) => void (await client.command({ query: sql })),
    query: async (sql) => (await client.query({ query: sql, format: 'JSONEachRow' })).json(),
    insert: (table, parts) => insert(client, `\`${database}\`.\`${table}\``, parts),
    tables: () => readTables(client, database),
    close: () => client.close(),
  };
}

async function insert(client: ClickHouseClient, table: string, parts: readonly Buffer[]): Promise<void> {
  const { stream } = await client.exec({
    query: `INSERT INTO ${table} FORMAT RowBinaryWithNamesAndTypes`,
    values: Readable.from(parts, { objectMode: false }),
    clickhouse_settings: insertSettings as Record<string, string | number>,
  });
  for await (const _ of stream);
}

interface TableRow {
  readonly name: string;
  readonly uuid: string;
  readonly engine: string;
  readonly sorting_key: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
}

async function readTables(client: ClickHouseClient, database: string): Promise<ExistingTable[]> {
  const query = `
    SELECT name, toString(uuid) AS uuid, engine_full AS engine, sorting_key, columns
    FROM system.tables
    LEFT JOIN (
      SELECT table, groupArray((name, type)) AS columns FROM system.columns WHERE database = {database:String} GROUP BY table
    ) AS c ON c.table = name
    WHERE database = {database:String}`;
  const result = await client.query({ query, format: 'JSONEachRow', query_params: { database } });
  return (await result.json<TableRow>()).map(({ sorting_key, columns, ...row }) => ({
    ...row,
    sortingKey: sorting_key,
    columns: new Map(columns),
  }));
}
