import type { AnyEvent } from '#schemas/event.ts';
import { forgetAddresses } from '../common/mail/addressees.ts';
import { eraseOutbox } from '../common/messaging/erasure.ts';
import { hear as hearPerson, isErasure, isReplicaEvent } from '../common/people/replica.ts';
import type { ReportTransaction } from './runs.ts';

/** The effect of one event. What people may see is asked of auth when a report is made. */
export async function hear(trx: ReportTransaction, event: AnyEvent): Promise<void> {
  if (!isReplicaEvent(event)) return;
  const { person } = await hearPerson(trx, event, { first: { bounced: null } });
  if (isErasure(event)) await erase(trx, event.employeeId);
  else if (!person.active) await switchOff(trx, event.employeeId);
}

/** What who has left subscribed to is switched off; who comes back may switch it on again. */
async function switchOff(trx: ReportTransaction, employeeId: string): Promise<void> {
  await trx
    .updateTable('subscriptions')
    .set(({ eb }) => ({ enabled: 0, next_at: null, version: eb('version', '+', 1) }))
    .where('employee_id', '=', employeeId)
    .where('enabled', '=', 1)
    .execute();
}

/** Of who asks to be erased stays that mails were sent to their number. */
async function erase(trx: ReportTransaction, employeeId: string): Promise<void> {
  await forgetAddresses(trx, employeeId);
  await trx.updateTable('mails').set({ detail: null }).where('employee_id', '=', employeeId).execute();
  await trx.deleteFrom('subscriptions').where('employee_id', '=', employeeId).execute();
  await eraseOutbox(trx, employeeId);
}
