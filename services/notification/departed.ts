import type { EventOf } from '#schemas/event.ts';
import type deactivated from '#schemas/events/user.deactivated.ts';
import type registered from '#schemas/events/user.registered.ts';
import { type NotificationTransaction, personOf } from './replica.ts';

/** Notes that somebody has left. */
export async function learnLeaving(trx: NotificationTransaction, event: EventOf<typeof deactivated>): Promise<void> {
  await trx.deleteFrom('departed').where('employee_id', '=', event.employeeId).execute();
  await trx.insertInto('departed').values({ employee_id: event.employeeId, left_at: event.occurredAt }).execute();
}

/** Who is registered after leaving has come back. */
export const learnReturn = (trx: NotificationTransaction, event: EventOf<typeof registered>) =>
  trx
    .deleteFrom('departed')
    .where('employee_id', '=', event.employeeId)
    .where('left_at', '<', event.occurredAt)
    .execute();

export async function hasLeft(trx: NotificationTransaction, employeeId: string): Promise<boolean> {
  const row = trx.selectFrom('departed').select('left_at').where('employee_id', '=', employeeId);
  return (await row.executeTakeFirst()) !== undefined;
}

/** The nearest manager above somebody who has not left; null when there is none. */
export async function managerOf(trx: NotificationTransaction, employeeId: string): Promise<string | null> {
  const passed = new Set([employeeId]);
  for (let at = employeeId; ; ) {
    const above: string | null = (await personOf(trx, at))?.manager_id ?? null;
    if (above === null || passed.has(above)) return null;
    if (!(await hasLeft(trx, above))) return above;
    passed.add(above);
    at = above;
  }
}
