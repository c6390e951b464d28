import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import { isDuplicate } from '../common/database/errors.ts';
import { fresh } from '../common/mail/tables.ts';
import type { ReportTables, SubscriptionsTable } from './tables.ts';

export type ReportTransaction = Transaction<Tables<ReportTables>>;

/** A report that is to be sent once. */
export interface Run {
  readonly subscription: SubscriptionsTable;
  /** Epoch ms. */
  readonly scheduledAt: number;
  readonly byHand: boolean;
}

/** The same for the same subscription and slot, whoever computes it and however often: `Message-ID` of its mail. */
export const messageIdOf = (subscriptionId: string, scheduledAt: number, domain: string): string =>
  `<${createHash('sha256').update(`${subscriptionId}/${scheduledAt}`).digest('hex').slice(0, 40)}@${domain}>`;

/** Puts the mail of a run into the queue; false, and nothing has happened, when it is there already. */
export async function queue(trx: ReportTransaction, run: Run, domain: string, now: number): Promise<boolean> {
  const { subscription, scheduledAt, byHand } = run;
  const { subscription_id, employee_id, span } = subscription;
  const message_id = messageIdOf(subscription_id, scheduledAt, domain);
  const known = trx.selectFrom('mails').select('seq').where('message_id', '=', message_id);
  if (await known.executeTakeFirst()) return false;
  const nothing = { reason: null, code: null, detail: null, bytes: null };
  const about = { subscription_id, scheduled_at: scheduledAt, by_hand: Number(byHand), ...nothing };
  try {
    const row = { ...fresh(now), message_id, employee_id, template: `report_${span}`, ...about };
    await trx.insertInto('mails').values(row).execute();
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
