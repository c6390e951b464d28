import type { Transaction } from 'kysely';
import type { EventOf } from '#schemas/event.ts';
import type registered from '#schemas/events/user.registered.ts';
import type updated from '#schemas/events/user.updated.ts';
import type { AddresseesTable, MailTables } from './tables.ts';

type Profile = EventOf<typeof registered> | EventOf<typeof updated>;

/** A row, with what the service knows beside it. */
type Row = AddresseesTable & Readonly<Record<string, unknown>>;

/**
 * Takes over a profile and what the service keeps beside it; one that is older than what is known changes nothing. `first` is what a new
 * person begins with. Answers whether the person is new here.
 */
export async function learnAddressee(
  trx: Transaction<MailTables>,
  event: Profile,
  beside: Readonly<Record<string, unknown>> = {},
  first: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const { employeeId: employee_id } = event;
  const rows = trx.selectFrom('people').select('told_at').where('employee_id', '=', employee_id);
  const known = await rows.executeTakeFirst();
  if (known && known.told_at >= event.occurredAt) return false;
  const profile = {
    email: event.email,
    first_name: event.firstName,
    last_name: event.lastName,
    locale: event.locale,
    told_at: event.occurredAt,
    ...beside,
  };
  if (known) await trx.updateTable('people').set(profile).where('employee_id', '=', employee_id).execute();
  else
    await trx
      .insertInto('people')
      .values({ employee_id, bounced: null, ...profile, ...first } as Row)
      .execute();
  return !known;
}

/** Blanks what is personal of somebody; what happened before `at` (epoch ms) and is heard later brings none of it back. */
export async function forgetAddressee(
  trx: Transaction<MailTables>,
  employeeId: string,
  at: number,
  first: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const nothing = { email: null, first_name: null, last_name: null, bounced: null };
  const row = trx.selectFrom('people').select('told_at').where('employee_id', '=', employeeId);
  const known = await row.executeTakeFirst();
  const blank = { ...nothing, told_at: Math.max(at, known?.told_at ?? 0) };
  if (known) await trx.updateTable('people').set(blank).where('employee_id', '=', employeeId).execute();
  else
    await trx
      .insertInto('people')
      .values({ employee_id: employeeId, locale: null, ...blank, ...first } as Row)
      .execute();
  await trx.updateTable('mails').set({ address: null }).where('employee_id', '=', employeeId).execute();
}
