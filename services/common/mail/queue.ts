import type { Selectable, Transaction } from 'kysely';
import notificationFailed from '#schemas/events/notification.failed.ts';
import notificationSent from '#schemas/events/notification.sent.ts';
import type { ServiceContext } from '../database/context.ts';
import { type Database, locking, narrow, narrowDatabase, type Tables } from '../database/database.ts';
import type { DataOf } from '../messaging/events.ts';
import { draft } from '../messaging/events.ts';
import { append } from '../messaging/outbox.ts';
import type { MailQueueTable, MailTables } from './tables.ts';

/** A mail that this process alone may send, until its lease runs out. */
export type Claimed = Selectable<MailQueueTable>;

/** What became of a mail, beside its state. */
export interface Noted {
  readonly reason?: string;
  /** What the mail server answered. */
  readonly code?: number;
  readonly detail?: string;
  readonly bytes?: number;
}

/** What a service tells of its mail beside the rest; `DB` are its own tables. */
interface Own<DB extends MailTables> {
  /** The event that a mail tells about, if any. */
  about?(mail: Selectable<DB['mails']>): string | null;
  /** Notes more of what became of a mail, in the same transaction. */
  noted?(trx: Transaction<Tables<DB>>, mail: Claimed, what: Noted): Promise<void>;
}

/** Where a service's mail waits. */
export interface MailStore extends ServiceContext<MailTables>, Own<MailTables> {}

/** The same for a service whose tables hold more than those of mail. */
export const mailStore = <DB extends MailTables>(
  { database, clock, source }: ServiceContext<DB>,
  { about, noted }: Own<DB>,
): MailStore => ({
  database: narrowDatabase(database),
  clock,
  source,
  ...(about && { about: (mail) => about(mail as Selectable<DB['mails']>) }),
  ...(noted && { noted: (trx, ...rest) => noted(narrow(trx), ...rest) }),
});

export interface Lease {
  readonly lease: string;
  /** Epoch ms. */
  readonly lease_until: number;
}

/** Takes what is due: what waits, and what a process was sending that never said how it went. */
export function claim(database: Database<MailTables>, now: number, lease: Lease, limit: number): Promise<Claimed[]> {
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

/** Begins the lease anew once the mail is written; false: it took so long that another process has the mail now. */
export async function renew({ database }: MailStore, mail: Claimed, lease_until: number): Promise<boolean> {
  const query = database.db.updateTable('mails').set({ lease_until }).where('seq', '=', mail.seq);
  const renewed = await query.where('state', '=', 'sending').where('lease', '=', mail.lease).executeTakeFirst();
  return renewed.numUpdatedRows > 0n;
}

const idle = { lease: null, lease_until: null };

/**
 * A change of a mail's row, unless it is in that state already; with what else is to be noted. Answers whether it
 * changed.
 */
async function turn(
  trx: Transaction<Tables<MailTables>>,
  store: MailStore,
  mail: Claimed,
  values: { readonly state: string } & Partial<Claimed>,
  what: Noted,
): Promise<boolean> {
  const query = trx
    .updateTable('mails')
    .set({ ...idle, ...values })
    .where('seq', '=', mail.seq);
  const changed = await query.where('state', '!=', values.state).executeTakeFirst();
  if (changed.numUpdatedRows === 0n) return false;
  await store.noted?.(trx, mail, what);
  return true;
}

const commonOf = (store: MailStore, mail: Claimed) => ({
  employeeId: mail.employee_id,
  channel: 'mail',
  template: mail.template,
  about: store.about?.(mail) ?? null,
});

/**
 * Of who was erased while a mail was under way, or before it came back, neither the address nor what a server said of
 * it is kept.
 */
async function hasAddress(trx: Transaction<Tables<MailTables>>, { employee_id }: Claimed): Promise<boolean> {
  const row = trx.selectFrom('people').select('email').where('employee_id', '=', employee_id);
  return (await row.executeTakeFirst())?.email != null;
}

/** It has arrived at the mail server: the row and its event, together. */
export async function noteSent(
  store: MailStore,
  mail: Claimed,
  { to, language, bytes }: { readonly to: string; readonly language: 'uk' | 'en'; readonly bytes: number },
): Promise<void> {
  await store.database.transaction(async (trx) => {
    const address = (await hasAddress(trx, mail)) ? to : null;
    const done = { state: 'sent', sent_at: store.clock.now(), address, locale: language };
    if (!(await turn(trx, store, mail, done, { bytes }))) return;
    const data = { ...commonOf(store, mail), locale: language };
    await append(trx, store, [draft(notificationSent, { type: 'mail', id: mail.message_id }, data)]);
  });
}

interface Failure extends Noted {
  readonly reason: 'refused' | 'bounced' | 'too_old' | 'no_address';
}

/** A status of 5.1.x: there is no such address. */
const noSuchAddress = /\b5\.1\.\d/;

/**
 * It is not tried again: the row and its event, together. An address that does not exist is not written to any more.
 */
export async function giveUp(store: MailStore, mail: Claimed, failure: Failure, address?: string): Promise<void> {
  await store.database.transaction(async (trx) => {
    const { detail: _, ...blank } = failure;
    const told = (await hasAddress(trx, mail)) ? failure : blank;
    const { reason, code = null, detail = null } = told as Failure;
    const data: DataOf<typeof notificationFailed> = { ...commonOf(store, mail), reason, code, detail };
    if (!(await turn(trx, store, mail, { state: 'failed' }, told))) return;
    if (address !== undefined && noSuchAddress.test(detail ?? ''))
      await trx.updateTable('people').set({ bounced: address }).where('employee_id', '=', mail.employee_id).execute();
    await append(trx, store, [draft(notificationFailed, { type: 'mail', id: mail.message_id }, data)]);
  });
}

/** Back to the queue. */
export async function noteLater(store: MailStore, mail: Claimed, pauseMs: number, detail: string): Promise<void> {
  const values = { ...idle, state: 'waiting', next_at: store.clock.now() + pauseMs };
  await store.database.transaction(async (trx) => {
    const query = trx.updateTable('mails').set(values).where('seq', '=', mail.seq);
    const changed = await query.where('lease', '=', mail.lease).executeTakeFirst();
    if (changed.numUpdatedRows > 0n) await store.noted?.(trx, mail, (await hasAddress(trx, mail)) ? { detail } : {});
  });
}

/** It is not wanted any more, or there is nothing to send: `state` says which. */
export const noteDropped = (store: MailStore, mail: Claimed, state: string, reason?: string): Promise<boolean> =>
  store.database.transaction((trx) => turn(trx, store, mail, { state }, reason === undefined ? {} : { reason }));
