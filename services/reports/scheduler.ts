import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { repeating } from '#lib/timing.ts';
import { locking } from '../common/database/database.ts';
import { queue, type ReportTransaction } from './runs.ts';
import { newestSlot } from './schedule.ts';
import type { ReportContext } from './subscriptions.ts';
import type { SubscriptionsTable } from './tables.ts';

export interface SchedulerOptions extends ReportContext {
  readonly log: Log;
  /** How often it looks, in ms; default five seconds. */
  readonly pollMs?: number;
}

const pollMs = 5_000;
/** A slot that passed longer ago, while nothing ran, is not made up for. */
const lateMs = 24 * 3_600_000;

/** Looks for subscriptions whose slot has come, until it is stopped. */
export function scheduler(options: SchedulerOptions): Part {
  const failed = (error: unknown) => options.log.warn({ err: error }, 'reports that are due could not be looked for');
  const looks = repeating(() => queueDue(options), { everyMs: options.pollMs ?? pollMs, failed });
  return { ready: () => (looks.failing() ? 'waiting for the database' : null), stop: looks.stop };
}

/** Queues what is due now, each slot once, however many look at the same time; answers how many mails that made. */
export async function queueDue(options: SchedulerOptions): Promise<number> {
  const { database, clock, queued } = options;
  const due = database.db.selectFrom('subscriptions').select('subscription_id').where('enabled', '=', 1);
  const rows = await due.where('next_at', '<=', clock.now()).orderBy('next_at').limit(500).execute();
  let made = 0;
  for (const { subscription_id } of rows)
    if (await database.transaction((trx) => queueOne(options, trx, subscription_id))) made++;
  if (made > 0) queued();
  return made;
}

/** The mail and the next slot in one transaction: after a crash both are there, or the slot is still due. */
async function queueOne(
  { database, clock, domain }: SchedulerOptions,
  trx: ReportTransaction,
  id: string,
): Promise<boolean> {
  const query = trx.selectFrom('subscriptions').selectAll().where('subscription_id', '=', id);
  const subscription = await locking(database.kind, query).executeTakeFirst();
  const now = clock.now();
  if (!isDue(subscription, now)) return false;
  const { slot, next } = newestSlot(subscription, subscription.next_at, now);
  await trx.updateTable('subscriptions').set({ next_at: next }).where('subscription_id', '=', id).execute();
  if (slot < now - lateMs) return false;
  return queue(trx, { subscription, scheduledAt: slot, byHand: false }, domain, now);
}

const isDue = (
  subscription: SubscriptionsTable | undefined,
  now: number,
): subscription is SubscriptionsTable & { next_at: number } =>
  subscription?.enabled === 1 && subscription.next_at !== null && subscription.next_at <= now;
