import type { Transaction } from 'kysely';
import { systemClock } from '#lib/clock.ts';
import deactivated from '#schemas/events/user.deactivated.ts';
import { type Database, locking, type Tables } from '../database/database.ts';
import { type Migration, migration } from '../database/migration.ts';
import { createTables } from '../database/repeatable.ts';
import { column, type RowOf, table } from '../database/table.ts';
import { draft } from '../messaging/events.ts';
import { append } from '../messaging/outbox.ts';

const accounts = table('accounts', { id: column.key().primary(), changes: column.integer() });
const changes = table('changes', {
  event_id: column.uuid().primary(),
  account: column.key(),
  number: column.integer(),
});

/** A business of the smallest kind, for tests of outbox and inbox: each change of an account counts one up. */
export interface Accounts {
  accounts: RowOf<typeof accounts>;
  changes: RowOf<typeof changes>;
}

export const accountMigrations: readonly Migration[] = [migration('0001_accounts', createTables(accounts, changes))];

type Trx = Transaction<Tables<Accounts>>;

export const origin = { source: '/accounts', clock: systemClock };

/** The day that stands for the n-th change. */
export const dayOf = (number: number): string =>
  new Date(Date.UTC(2000, 0, 1) + number * 86_400_000).toISOString().slice(0, 10);

export async function openAccounts(database: Database<Accounts>, ids: readonly string[]): Promise<void> {
  for (const id of ids) await database.db.insertInto('accounts').values({ id, changes: 0 }).execute();
}

/** One business change with its event, in a transaction that may be taken back at its end. */
export const change = (database: Database<Accounts>, account: string, taken: 'kept' | 'taken back' = 'kept') =>
  database.transaction(async (trx: Trx) => {
    const query = trx.selectFrom('accounts').select('changes').where('id', '=', account);
    const number = (await locking(database.kind, query).executeTakeFirstOrThrow()).changes + 1;
    await trx.updateTable('accounts').set({ changes: number }).where('id', '=', account).execute();
    const data = { employeeId: account, lastDay: dayOf(number) };
    const [event] = await append(trx, origin, [draft(deactivated, { type: 'account', id: account }, data)]);
    await trx
      .insertInto('changes')
      .values({ event_id: event?.eventId ?? '', account, number })
      .execute();
    if (taken === 'taken back') throw new Error('taken back');
    return event;
  });
