import type { ServiceContext } from '../common/database/context.ts';
import { type MailStore, mailStore } from '../common/mail/queue.ts';
import type { NotificationTables } from './tables.ts';

/** Where this service's mail waits. */
export const storeOf = (context: ServiceContext<NotificationTables>): MailStore =>
  mailStore(context, { about: ({ event_id }) => event_id });
