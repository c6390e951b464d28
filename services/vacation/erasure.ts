import { sql } from 'kysely';
import type { EventOf } from '#schemas/event.ts';
import type erasureRequested from '#schemas/events/user.erasure_requested.ts';
import { redacted } from '#schemas/redaction.ts';
import { eraseOutbox, holding } from '../common/messaging/erasure.ts';
import type { Act } from './act.ts';
import { projectPerson } from './projections.ts';
import { forgetName, hear } from './replica.ts';
import type { Trx } from './tables.ts';

type Erasure = EventOf<typeof erasureRequested>;

/**
 * Forgets what is personal of somebody: names and addresses in what was heard, comments and reasons in what was
 * decided, answers that are kept for repetitions, and what waits in the outbox. Whose leave it was, its days and the
 * balances stay: the books are not the person.
 */
export async function erase(act: Act, event: Erasure): Promise<void> {
  const { trx, zone } = act;
  const { employeeId } = event;
  await hear(trx, event, zone);
  await blankDecided(trx, employeeId);
  await trx
    .deleteFrom('once')
    .where((row) =>
      row.or([
        row('employee_id', '=', employeeId),
        sql<boolean>`answer like ${holding('employeeId', employeeId)} escape '!'`,
      ]),
    )
    .execute();
  await eraseOutbox(trx, employeeId);
  await forgetName(trx, employeeId);
  await projectPerson(act, employeeId);
}

async function blankDecided(trx: Trx, employeeId: string): Promise<void> {
  const rows = await trx.selectFrom('events').select(['seq', 'data']).where('employee_id', '=', employeeId).execute();
  for (const { seq, data } of rows) {
    const event = JSON.parse(data);
    const blank = redacted(event);
    if (blank === event) continue;
    await trx
      .updateTable('events')
      .set({ data: JSON.stringify(blank) })
      .where('seq', '=', seq)
      .execute();
  }
}
