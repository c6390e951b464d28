import type { Selectable } from 'kysely';
import type { Clock } from '#lib/clock.ts';
import notificationFailed from '#schemas/events/notification.failed.ts';
import notificationSent from '#schemas/events/notification.sent.ts';
import { type Database, locking } from '../common/database.ts';
import type { DataOf } from '../common/events.ts';
import { draft } from '../common/events.ts';
import { append } from '../common/outbox.ts';
import type { MailsTable, NotificationTables } from './tables.ts';

/** A mail that this process alone may send, until its lease runs out. */
export type Claimed = Selectable<MailsTable>;

interface Store {
  readonly database: Database<NotificationTables>;
  readonly clock: Clock;
  readonly source: string;
}

/** Takes what is due: what waits, and what a process was sending that never said how it went. */
export function claim(
  database: Database<NotificationTables>,
  now: number,
  lease: { lease: string; lease_until: number },
  limit: number,
): Promise<Claimed[]> {
  return database.transaction(async (trx) => {
    const due = trx
      .selectFrom('mails')
      .selectAll()
      .where(({ eb, or, and }) =>
        or([
          and([eb('state', '=', 'waiting'), eb('next_at', '<=', now)]),
          and([eb('state', '=', 'sending'), eb('lease_until', '<=', now)]),
        ]),
      )
      .orderBy('seq')
      .limit(limit);
    const mails = await locking(database.kind, due).execute();
    if (mails.length === 0) return [];
    await trx
      .updateTable('mails')
      .set(({ eb }) => ({ ...lease, state: 'sending', attempts: eb('attempts', '+', 1) }))
      .where(
        'seq',
        'in',
        mails.map(({ seq }) => seq),
      )
      .execute();
    return mails.map((mail) => ({ ...mail, ...lease, state: 'sending', attempts: mail.attempts + 1 }));
  });
}

const idle = { lease: null, lease_until: null };

/** It has arrived at the mail server: the row and its event, together. */
export async function noteSent(store: Store, mail: Claimed, address: string, locale: 'uk' | 'en'): Promise<void> {
  const { database, clock } = store;
  const data = { employeeId: mail.employee_id, channel: 'mail', template: mail.template, about: mail.event_id, locale };
  await database.transaction(async (trx) => {
    const done = { ...idle, state: 'sent', sent_at: clock.now(), address, locale };
    const changed = await trx
      .updateTable('mails')
      .set(done)
      .where('seq', '=', mail.seq)
      .where('state', '!=', 'sent')
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return;
    await append(trx, store, [draft(notificationSent, { type: 'mail', id: mail.message_id }, data)]);
  });
}

export interface Failure {
  readonly reason: 'refused' | 'bounced' | 'too_old' | 'no_address';
  readonly code?: number;
  readonly detail?: string;
}

/** A status of 5.1.x: there is no such address. */
const noSuchAddress = /\b5\.1\.\d/;

/** It is not tried again: the row and its event, together. An address that does not exist is not written to any more. */
export async function giveUp(store: Store, mail: Claimed, failure: Failure, address?: string): Promise<void> {
  const { reason, code = null, detail = null } = failure;
  const common = { employeeId: mail.employee_id, channel: 'mail', template: mail.template, about: mail.event_id };
  const data: DataOf<typeof notificationFailed> = { ...common, reason, code, detail };
  await store.database.transaction(async (trx) => {
    const query = trx
      .updateTable('mails')
      .set({ ...idle, state: 'failed' })
      .where('seq', '=', mail.seq);
    const changed = await query.where('state', '!=', 'failed').executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return;
    if (address !== undefined && noSuchAddress.test(detail ?? ''))
      await trx.updateTable('people').set({ bounced: address }).where('employee_id', '=', mail.employee_id).execute();
    await append(trx, store, [draft(notificationFailed, { type: 'mail', id: mail.message_id }, data)]);
  });
}

/** Back to the queue. */
export async function noteLater({ database, clock }: Store, mail: Claimed, pauseMs: number): Promise<void> {
  const values = { ...idle, state: 'waiting', next_at: clock.now() + pauseMs };
  await database.db
    .updateTable('mails')
    .set(values)
    .where('seq', '=', mail.seq)
    .where('lease', '=', mail.lease)
    .execute();
}

/** The person does not want this kind by mail any more. */
export async function noteUnwanted({ database }: Store, mail: Claimed): Promise<void> {
  const values = { ...idle, state: 'unwanted' };
  await database.db.updateTable('mails').set(values).where('seq', '=', mail.seq).execute();
}
