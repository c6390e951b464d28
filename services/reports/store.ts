import type { ServiceContext } from '../common/database/context.ts';
import { type MailStore, mailStore } from '../common/mail/queue.ts';
import type { ReportTables } from './tables.ts';

/** Where this service's mail waits; the log of deliveries says what became of each. */
export const storeOf = (context: ServiceContext<ReportTables>): MailStore =>
  mailStore(context, {
    noted: async (trx, { seq }, { reason = null, code = null, detail = null, bytes = null }) => {
      await trx.updateTable('mails').set({ reason, code, detail, bytes }).where('seq', '=', seq).execute();
    },
  });
