import { type Kysely, sql } from 'kysely';
import type { Columns } from './columns.ts';
import { type Database, locking } from './database.ts';

/** The row that every change of a service locks first where one at a time has to decide on the whole: each sees what the one before committed. */
export interface GuardTable {
  guard: { id: number };
}

export async function createGuard(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('guard')
    .ifNotExists()
    .addColumn('id', columns.integer, (column) => column.primaryKey())
    .execute();
  await sql`insert into guard (id) select 1 from (select count(*) as n from guard) g where g.n = 0`.execute(db);
}

/** Waits until no other transaction holds it, and holds it to the end of `trx`. */
export async function lockGuard<DB extends GuardTable>({ kind }: Database<DB>, trx: object): Promise<void> {
  const rows = (trx as Kysely<GuardTable>).selectFrom('guard').select('id').where('id', '=', 1);
  await locking(kind, rows).executeTakeFirstOrThrow();
}
