import { sql, type Transaction } from 'kysely';
import type { RequestEvent } from '#domain/request.ts';
import type { EventOf } from '#schemas/event.ts';
import type rolesChanged from '#schemas/events/auth.roles.changed.ts';
import type { Tables } from '../common/database/database.ts';
import { forgetAddresses } from '../common/mail/addressees.ts';
import { eraseOutbox, holding } from '../common/messaging/erasure.ts';
import { hasLeft, managersAbove } from '../common/people/tree.ts';
import type { Params } from './render.ts';
import type { NotificationTables, PeopleTable, RequestsTable } from './tables.ts';

export type NotificationTransaction = Transaction<Tables<NotificationTables>>;

export const personOf = (trx: NotificationTransaction, employeeId: string): Promise<PeopleTable | undefined> =>
  trx.selectFrom('people').selectAll().where('employee_id', '=', employeeId).executeTakeFirst();

export async function learnRoles(trx: NotificationTransaction, event: EventOf<typeof rolesChanged>): Promise<void> {
  if (event.employeeId === null) return;
  const roles = JSON.stringify(event.roles);
  await trx.updateTable('people').set({ roles }).where('employee_id', '=', event.employeeId).execute();
}

/** Everybody here who has the role hr. */
export async function hrPeople(trx: NotificationTransaction): Promise<readonly string[]> {
  const rows = trx.selectFrom('people').select('employee_id').where('roles', 'like', '%"hr"%').where('active', '=', 1);
  return (await rows.orderBy('employee_id').execute()).map(({ employee_id }) => employee_id);
}

/** The nearest manager above somebody who has not left; null when there is none. */
export async function managerOf(trx: NotificationTransaction, employeeId: string): Promise<string | null> {
  for (const above of await managersAbove(trx, employeeId)) if (!(await hasLeft(trx, above))) return above;
  return null;
}

/** Blanks what waiting and sent messages say of who was erased. Mail that has not left yet never will. */
export async function forget(trx: NotificationTransaction, employeeId: string): Promise<void> {
  await forgetAddresses(trx, employeeId);
  await trx.updateTable('mails').set({ params: null }).where('employee_id', '=', employeeId).execute();
  await trx.updateTable('notices').set({ params: null }).where('employee_id', '=', employeeId).execute();
  for (const table of ['mails', 'notices'] as const) await forgetReasons(trx, table, employeeId);
  await eraseOutbox(trx, employeeId);
  await trx.deleteFrom('held_events').where('employee_id', '=', employeeId).execute();
  await trx.deleteFrom('devices').where('employee_id', '=', employeeId).execute();
}

/** Others were told of the person's requests, too; what somebody wrote about them goes there as well. */
async function forgetReasons(trx: NotificationTransaction, table: 'mails' | 'notices', person: string): Promise<void> {
  const rows = await trx
    .selectFrom(table)
    .select(['seq', 'params'])
    .where(sql<boolean>`params like ${holding('person', person)} escape '!'`)
    .execute();
  for (const { seq, params } of rows) {
    const told = JSON.parse(params ?? '{}') as Params;
    if (told.person !== person || !told.reason) continue;
    const blank = JSON.stringify({ ...told, reason: null });
    await trx.updateTable(table).set({ params: blank }).where('seq', '=', seq).execute();
  }
}

/** The request as it is after the event; undefined when nobody has told of it yet. */
export async function learnRequest(
  trx: NotificationTransaction,
  event: RequestEvent,
): Promise<RequestsTable | undefined> {
  const { requestId } = event;
  const find = () => trx.selectFrom('requests').selectAll().where('request_id', '=', requestId).executeTakeFirst();
  const known = await find();
  if (event.type === 'vacation.request.submitted' && !known) {
    const row = { request_id: requestId, employee_id: event.employeeId, steps: 0 };
    const approval = event.approval ? JSON.stringify(event.approval) : null;
    await trx
      .insertInto('requests')
      .values({ ...row, ...valuesOf(event), approval })
      .execute();
  }
  if (event.type === 'vacation.request.modified' && known)
    await change(trx, requestId, { ...valuesOf(event), steps: 0 });
  if (event.type === 'vacation.request.step_approved' && known) await change(trx, requestId, { steps: event.step });
  return find();
}

const valuesOf = (event: Extract<RequestEvent, { leaveType: string }>) => ({
  leave_type: event.leaveType,
  from_day: event.from,
  to_day: event.to,
  day_part: event.dayPart,
  substitute_id: event.substituteId,
});

const change = (trx: NotificationTransaction, requestId: string, values: Partial<RequestsTable>) =>
  trx.updateTable('requests').set(values).where('request_id', '=', requestId).execute();
