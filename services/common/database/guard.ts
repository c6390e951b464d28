import { type Kysely, sql } from 'kysely';
import { type Database, locking } from './database.ts';
import type { Step } from './migration.ts';
import { createTables } from './repeatable.ts';
import { column, type RowOf, table } from './table.ts';

const guard = table('guard', { id: column.integer().primary() });

/**
 * The row that every change of a service locks first where one at a time has to decide on the whole: each sees what the
 * one before committed.
 */
export interface GuardTable {
  guard: RowOf<typeof guard>;
}

export const createGuard: Step = async (db, columns) => {
  await createTables(guard)(db, columns);
  await sql`insert into guard (id) select 1 from (select count(*) as n from guard) g where g.n = 0`.execute(db);
};

/** Waits until no other transaction holds it, and holds it to the end of `trx`. */
export async function lockGuard<DB extends GuardTable>({ kind }: Database<DB>, trx: object): Promise<void> {
  const rows = (trx as Kysely<GuardTable>).selectFrom('guard').select('id').where('id', '=', 1);
  await locking(kind, rows).executeTakeFirstOrThrow();
}
