import { sql } from 'kysely';
import { redacted } from '#schemas/redaction.ts';
import { eraseOutbox, holding } from '../common/messaging/erasure.ts';
import type { Act } from './act.ts';
import { projectPerson } from './projections.ts';
import { foldAgain, forgetName } from './replica.ts';
import type { Trx } from './tables.ts';

/**
 * Forgets what is personal of somebody: names and addresses in what was heard, comments and reasons in what was decided, answers that are
 * kept for repetitions, and what waits in the outbox. Whose leave it was, its days and the balances stay: the books are not the person.
 */
export async function erase(act: Act, employeeId: string): Promise<void> {
  const { trx, origin } = act;
  const known = trx.selectFrom('erased').select('employee_id').where('employee_id', '=', employeeId);
  if (!(await known.executeTakeFirst()))
    await trx.insertInto('erased').values({ employee_id: employeeId, erased_at: origin.clock.now() }).execute();
  await blankEvents(trx, 'people_events', employeeId);
  await blankEvents(trx, 'events', employeeId);
  await trx
    .deleteFrom('once')
    .where((row) =>
      row.or([
        row('employee_id', '=', employeeId),
        sql<boolean>`answer like ${holding('employeeId', employeeId)} escape '!'`,
      ]),
    )
    .execute();
  await eraseOutbox(trx as never, employeeId);
  await foldAgain(trx, employeeId, act.zone);
  await forgetName(trx, employeeId);
  await projectPerson(act, employeeId);
}

async function blankEvents(trx: Trx, table: 'events' | 'people_events', employeeId: string): Promise<void> {
  const rows = await trx.selectFrom(table).select(['event_id', 'data']).where('employee_id', '=', employeeId).execute();
  for (const { event_id, data } of rows) {
    const event = JSON.parse(data);
    const blank = redacted(event);
    if (blank === event) continue;
    await trx
      .updateTable(table)
      .set({ data: JSON.stringify(blank) })
      .where('event_id', '=', event_id)
      .execute();
  }
}
