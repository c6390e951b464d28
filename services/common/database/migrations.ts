import { type Kysely, sql } from 'kysely';
import { columnsOf } from './columns.ts';
import { commonMigrations } from './commonMigrations.ts';
import { type Database, narrow } from './database.ts';
import type { Migration } from './migration.ts';
import type { DatabaseKind } from './opened.ts';
import { createTables } from './repeatable.ts';
import { column, type RowOf, table } from './table.ts';

const log = table('migrations', { name: column.key().primary(), done_at: column.instant() });

interface Log {
  migrations: RowOf<typeof log>;
}

const lockSeconds = 600;

/**
 * Brings the tables up to date: the common ones, then these. Each step once, one process at a time. Throws when a known
 * step is gone.
 */
export async function migrate<DB>(database: Database<DB>, migrations: readonly Migration[]): Promise<void> {
  const steps = [...commonMigrations, ...migrations];
  const { db, kind, place } = database;
  if (kind === 'sqlite') await database.transaction((trx) => run(narrow<Log>(trx), kind, steps));
  else
    await db
      .connection()
      .execute((connection) => locked(narrow<Log>(connection), place, (log) => run(log, kind, steps)));
}

async function locked(connection: Kysely<Log>, place: string, work: (db: Kysely<Log>) => Promise<void>): Promise<void> {
  const name = `${place}.migrations`.slice(-64);
  const { rows } = await sql<{ got: number | null }>`select get_lock(${name}, ${lockSeconds}) as got`.execute(
    connection,
  );
  if (rows[0]?.got !== 1) throw new Error(`another process has been migrating ${place} for ${lockSeconds} s`);
  try {
    await work(connection);
  } finally {
    await sql`select release_lock(${name})`.execute(connection);
  }
}

/**
 * A crash between a step and its note makes the step run again: on SQLite both are one transaction, on MySQL steps can
 * be repeated.
 */
async function run(db: Kysely<Log>, kind: DatabaseKind, steps: readonly Migration[]): Promise<void> {
  const columns = columnsOf(kind);
  const bare = narrow<unknown>(db);
  await createTables(log)(bare, columns);
  const done = new Set((await db.selectFrom('migrations').select('name').execute()).map(({ name }) => name));
  checkOrder(done, steps);
  for (const { name, up } of steps.filter((step) => !done.has(step.name))) {
    await up(bare, columns);
    await db.insertInto('migrations').values({ name, done_at: Date.now() }).execute();
  }
}

function checkOrder(done: ReadonlySet<string>, steps: readonly Migration[]): void {
  const names = steps.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw new Error('two migrations have one name');
  const unknown = [...done].filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`the database is newer than this program: it knows the migrations ${unknown.join(', ')}`);
}
