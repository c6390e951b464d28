import type { Transaction } from 'kysely';
import { systemClock } from '#lib/clock.ts';
import deactivated from '#schemas/events/user.deactivated.ts';
import { type Database, locking, type Tables } from '../database/database.ts';
import type { Migration } from '../database/migration.ts';
import { draft } from '../messaging/events.ts';
import { append } from '../messaging/outbox.ts';

/** A business of the smallest kind, for tests of outbox and inbox: each change of an account counts one up. */
export interface Accounts {
  accounts: { id: string; changes: number };
  changes: { event_id: string; account: string; number: number };
}

export const accountMigrations: readonly Migration[] = [
  {
    name: '0001_accounts',
    async up(db, columns) {
      await db.schema
        .createTable('accounts')
        .ifNotExists()
        .addColumn('id', columns.key, (column) => column.primaryKey())
        .addColumn('changes', columns.integer, (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('changes')
        .ifNotExists()
        .addColumn('event_id', columns.uuid, (column) => column.primaryKey())
        .addColumn('account', columns.key, (column) => column.notNull())
        .addColumn('number', columns.integer, (column) => column.notNull())
        .execute();
    },
  },
];

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
