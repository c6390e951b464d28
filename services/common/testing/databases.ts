import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { silentLog } from '#lib/log.ts';
import { columnsOf } from '../database/columns.ts';
import { commonMigrations } from '../database/commonMigrations.ts';
import { type Database, openDatabase } from '../database/database.ts';
import type { Migration } from '../database/migration.ts';
import { migrate } from '../database/migrations.ts';

/** For `describe.each(databases)`. */
export const databases = ['sqlite', 'mysql'] as const;

export interface TestDatabase<DB> extends Database<DB> {
  /** Settings that open the same database again as service `test`, in this process or another. */
  readonly env: { readonly LEAVELINE_DATA: string; readonly DATABASE_URL?: string };
  /** Closes it and removes every trace. */
  drop(): Promise<void>;
}

const server = process.env.TEST_DATABASE_URL ?? 'mysql://root@localhost:3306';

/** A fresh, migrated database of its own: a SQLite file, or a database on the local MariaDB (`TEST_DATABASE_URL`). */
export async function testDatabase<DB>(
  kind: (typeof databases)[number],
  migrations: readonly Migration[] = [],
): Promise<TestDatabase<DB>> {
  const folder = await mkdtemp(join(tmpdir(), 'database-'));
  const base = `t${randomBytes(6).toString('hex')}`;
  const env = { LEAVELINE_DATA: folder, ...(kind === 'mysql' && { DATABASE_URL: `${server}/${base}` }) };
  const database = await openDatabase<DB>('test', env, silentLog);
  await migrate(database, migrations);
  const drop = async () => {
    if (kind === 'mysql') await sql`drop database ${sql.raw(database.place)}`.execute(database.db);
    await database.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...database, env, drop };
}

/** The database anew, empty, as the steps before `step` made it. */
export async function takeBack<DB>(
  database: Database<DB>,
  migrations: readonly Migration[],
  step: string,
): Promise<void> {
  const db = database.db as unknown as Kysely<{ migrations: { name: string; done_at: number } }>;
  for (const { name } of await db.introspection.getTables()) await db.schema.dropTable(name).execute();
  const all = [...commonMigrations, ...migrations];
  const columns = columnsOf(database.kind);
  await sql`create table migrations (name varchar(255) primary key, done_at bigint not null)`.execute(db);
  for (const { name, up } of all.slice(
    0,
    all.findIndex((one) => one.name === step),
  )) {
    await up(db as unknown as Kysely<unknown>, columns);
    await db.insertInto('migrations').values({ name, done_at: 0 }).execute();
  }
}

/** Every row of these tables, in one order: to see that nothing has changed. */
export async function rowsOf<DB>({ db }: Database<DB>, tables: readonly string[]): Promise<unknown> {
  const all = tables.map(async (table) => {
    const { rows } = await sql`select * from ${sql.table(table)}`.execute(db);
    return [table, rows.map((row) => JSON.stringify(row)).sort()];
  });
  return Object.fromEntries(await Promise.all(all));
}
