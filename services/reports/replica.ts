import type { Transaction } from 'kysely';
import type { AnyEvent, EventOf } from '#schemas/event.ts';
import deactivated from '#schemas/events/user.deactivated.ts';
import erasureRequested from '#schemas/events/user.erasure_requested.ts';
import registered from '#schemas/events/user.registered.ts';
import updated from '#schemas/events/user.updated.ts';
import { forgetAddressee, learnAddressee } from '../common/mail/addressees.ts';
import type { MailTables } from '../common/mail/tables.ts';
import { eraseOutbox } from '../common/messaging/erasure.ts';
import { learnLeaving, learnReturn } from '../common/people/departed.ts';
import type { ReportTransaction } from './runs.ts';

/** What the service wants to hear of people: whom it writes to. What they may see is asked of auth when a report is made. */
export const patterns = [registered.type, updated.type, deactivated.type, erasureRequested.type] as const;

const asMail = (trx: ReportTransaction) => trx as unknown as Transaction<MailTables>;

/** The effect of one event. */
export async function hear(trx: ReportTransaction, event: AnyEvent): Promise<void> {
  switch (event.type) {
    case registered.type:
      await learnReturn(trx as never, event as EventOf<typeof registered>);
      await learnAddressee(asMail(trx), event as EventOf<typeof registered>);
      return;
    case updated.type:
      await learnAddressee(asMail(trx), event as EventOf<typeof updated>);
      return;
    case deactivated.type:
      return leave(trx, event as EventOf<typeof deactivated>);
    case erasureRequested.type:
      return erase(trx, event as EventOf<typeof erasureRequested>);
  }
}

/** What who has left subscribed to is switched off; who comes back may switch it on again. */
async function leave(trx: ReportTransaction, event: EventOf<typeof deactivated>): Promise<void> {
  await learnLeaving(trx as never, event);
  await trx
    .updateTable('subscriptions')
    .set(({ eb }) => ({ enabled: 0, next_at: null, version: eb('version', '+', 1) }))
    .where('employee_id', '=', event.employeeId)
    .where('enabled', '=', 1)
    .execute();
}

/** Of who asks to be erased stays that mails were sent to their number. */
async function erase(trx: ReportTransaction, event: EventOf<typeof erasureRequested>): Promise<void> {
  const { employeeId, occurredAt } = event;
  await learnLeaving(trx as never, event);
  await forgetAddressee(asMail(trx), employeeId, occurredAt);
  await trx.updateTable('mails').set({ detail: null }).where('employee_id', '=', employeeId).execute();
  await trx.deleteFrom('subscriptions').where('employee_id', '=', employeeId).execute();
  await eraseOutbox(trx as never, employeeId);
}
