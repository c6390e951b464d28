import type { Clock } from '#lib/clock.ts';
import type { Database } from '../common/database/database.ts';
import type { MailStore } from '../common/mail/queue.ts';
import type { MailTables } from '../common/mail/tables.ts';
import type { MailsTable, NotificationTables } from './tables.ts';

interface Place {
  readonly database: Database<NotificationTables>;
  readonly clock: Clock;
  readonly source: string;
}

/** Where this service's mail waits. */
export const storeOf = ({ database, clock, source }: Place): MailStore => ({
  clock,
  source,
  database: database as unknown as Database<MailTables>,
  about: (mail) => (mail as unknown as MailsTable).event_id,
});
