import type { Transaction } from 'kysely';
import type { Clock } from '#lib/clock.ts';
import type { Database, Tables } from '../common/database/database.ts';
import type { MailStore } from '../common/mail/queue.ts';
import type { MailTables } from '../common/mail/tables.ts';
import type { ReportDatabase, ReportTables } from './tables.ts';

interface Place {
  readonly database: ReportDatabase;
  readonly clock: Clock;
  readonly source: string;
}

/** Where this service's mail waits; the log of deliveries says what became of each. */
export const storeOf = ({ database, clock, source }: Place): MailStore => ({
  clock,
  source,
  database: database as unknown as Database<MailTables>,
  noted: async (trx, { seq }, { reason = null, code = null, detail = null, bytes = null }) => {
    const own = trx as unknown as Transaction<Tables<ReportTables>>;
    await own.updateTable('mails').set({ reason, code, detail, bytes }).where('seq', '=', seq).execute();
  },
});
