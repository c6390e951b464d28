import { type MailStore, mailStore } from '../common/mail/queue.ts';
import type { NotificationTables } from './tables.ts';

type Place = Parameters<typeof mailStore<NotificationTables>>[0];

/** Where this service's mail waits. */
export const storeOf = (place: Place): MailStore => mailStore(place, { about: ({ event_id }) => event_id });
