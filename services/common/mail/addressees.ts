import type { Transaction } from 'kysely';
import { narrow } from '../database/database.ts';
import type { MailTables } from './tables.ts';

/** Forgets the addresses of who was erased: that a server refused, and those that mail went to. */
export async function forgetAddresses<DB extends MailTables>(trx: Transaction<DB>, employeeId: string): Promise<void> {
  const db = narrow<MailTables>(trx);
  await db.updateTable('people').set({ bounced: null }).where('employee_id', '=', employeeId).execute();
  await db.updateTable('mails').set({ address: null }).where('employee_id', '=', employeeId).execute();
}
