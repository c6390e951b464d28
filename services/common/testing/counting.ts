import type { Transaction } from 'kysely';
import type { Tables } from '../database/database.ts';
import type { Received } from '../messaging/events.ts';
import type { Accounts } from './accounts.ts';

/** An effect that shows when it happens twice: counts one up. */
export async function count({ data }: Received, trx: Transaction<Tables<Accounts>>): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('accounts')
    .set((expression) => ({ changes: expression('changes', '+', 1) }))
    .where('id', '=', String(data.employeeId))
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new Error('no such account');
}
