import type { Kysely, Transaction } from 'kysely';
import type { EventOf } from '#schemas/event.ts';
import type deactivated from '#schemas/events/user.deactivated.ts';
import type erasureRequested from '#schemas/events/user.erasure_requested.ts';
import type registered from '#schemas/events/user.registered.ts';
import type { Columns } from '../database/columns.ts';
import type { Migration } from '../database/migrations.ts';

/** Who has left: nobody tells them anything any more, and what they would decide goes to who is above them. */
export interface DepartedTable {
  employee_id: string;
  /** Epoch ms. */
  left_at: number;
}

export interface DepartedTables {
  departed: DepartedTable;
}

type Trx = Transaction<DepartedTables>;

/** The step that makes the table. */
export const departedMigration = (name: string): Migration => ({
  name,
  up: (db: Kysely<unknown>, columns: Columns) =>
    db.schema
      .createTable('departed')
      .ifNotExists()
      .addColumn('employee_id', columns.key, (column) => column.primaryKey())
      .addColumn('left_at', columns.instant, (column) => column.notNull())
      .execute(),
});

/** Notes that somebody has left. */
export async function learnLeaving(
  trx: Trx,
  { employeeId, occurredAt }: EventOf<typeof deactivated> | EventOf<typeof erasureRequested>,
): Promise<void> {
  await trx.deleteFrom('departed').where('employee_id', '=', employeeId).execute();
  await trx.insertInto('departed').values({ employee_id: employeeId, left_at: occurredAt }).execute();
}

/** Who is registered after leaving has come back. */
export const learnReturn = (trx: Trx, { employeeId, occurredAt }: EventOf<typeof registered>) =>
  trx.deleteFrom('departed').where('employee_id', '=', employeeId).where('left_at', '<', occurredAt).execute();

export async function hasLeft(db: Kysely<DepartedTables>, employeeId: string): Promise<boolean> {
  const row = db.selectFrom('departed').select('left_at').where('employee_id', '=', employeeId);
  return (await row.executeTakeFirst()) !== undefined;
}
