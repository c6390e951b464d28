import type { Transaction } from 'kysely';
import type { AnyEvent, EventOf } from '#schemas/event.ts';
import type registered from '#schemas/events/user.registered.ts';
import { forgetAddressee, learnAddressee } from '../common/mail/addressees.ts';
import type { MailTables } from '../common/mail/tables.ts';
import type { ReportTransaction } from './runs.ts';

/** What the service wants to hear of people: whom it writes to. What they may see is asked of auth when a report is made. */
export const patterns = ['user.registered', 'user.updated', 'user.erasure_requested'] as const;

/** The effect of one event; who asks to be erased is forgotten with all subscriptions. */
export async function hear(trx: ReportTransaction, event: AnyEvent): Promise<void> {
  const mail = trx as unknown as Transaction<MailTables>;
  if (event.type === 'user.registered' || event.type === 'user.updated') {
    await learnAddressee(mail, event as EventOf<typeof registered>);
    return;
  }
  if (event.type !== 'user.erasure_requested' || event.employeeId === null) return;
  await forgetAddressee(mail, event.employeeId);
  await trx.deleteFrom('subscriptions').where('employee_id', '=', event.employeeId).execute();
}
