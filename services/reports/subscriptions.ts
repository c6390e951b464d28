import { randomUUID } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';
import { badRequest, notFound, type Problem, refused } from '#lib/http/problem.ts';
import type { Person } from '#schemas/access/people.ts';
import { locking } from '../common/database/database.ts';
import { checkVersion } from '../common/http/versions.ts';
import { queue, type ReportTransaction } from './runs.ts';
import { scheduleFault, slotAfter } from './schedule.ts';
import type { ReportDatabase, SubscriptionsTable } from './tables.ts';

export interface ReportContext {
  readonly database: ReportDatabase;
  readonly clock: Clock;
  /** Of message ids. */
  readonly domain: string;
  /** There is new mail. */
  readonly queued: () => void;
}

/** What a person chooses of a subscription. */
export type Choice = Pick<
  SubscriptionsTable,
  'span' | 'department' | 'cron' | 'zone' | 'locale' | 'workbook' | 'skip_empty' | 'enabled'
>;

const mostPerPerson = 20;
/** What is asked for at once again within this time is the same mail: a second click, a repeated request. */
const handMs = 60_000;

const unknown = (): Problem => notFound('There is no such subscription.', 'unknown_subscription');

/** Subscriptions of a person, the oldest first. */
export const subscriptionsOf = ({ database }: Pick<ReportContext, 'database'>, { employeeId }: Person) =>
  database.db
    .selectFrom('subscriptions')
    .selectAll()
    .where('employee_id', '=', employeeId)
    .orderBy('created_at')
    .orderBy('subscription_id')
    .execute();

/** One's own subscription; 404 for anybody else’s: nobody looks into what others read. */
export async function ownOf(
  { database }: Pick<ReportContext, 'database'>,
  { employeeId }: Person,
  id: string,
  trx?: ReportTransaction,
): Promise<SubscriptionsTable> {
  const query = (trx ?? database.db).selectFrom('subscriptions').selectAll().where('subscription_id', '=', id);
  const row = await (trx ? locking(database.kind, query) : query).executeTakeFirst();
  if (!row || row.employee_id !== employeeId) throw unknown();
  return row;
}

function slotOf(choice: Choice, now: number): number | null {
  const fault = scheduleFault(choice, now);
  if (fault !== null) throw badRequest([{ field: 'cron', value: choice.cron, message: fault }]);
  return choice.enabled === 1 ? slotAfter(choice, now) : null;
}

export async function create({ database, clock }: ReportContext, { employeeId }: Person, choice: Choice) {
  const now = clock.now();
  const row: SubscriptionsTable = {
    ...choice,
    subscription_id: randomUUID(),
    employee_id: employeeId,
    version: 1,
    created_at: now,
    next_at: slotOf(choice, now),
  };
  await database.transaction(async (trx) => {
    const owned = trx.selectFrom('subscriptions').select('subscription_id').where('employee_id', '=', employeeId);
    if ((await owned.execute()).length >= mostPerPerson)
      throw refused('too_many_subscriptions', `A person may have ${mostPerPerson} subscriptions.`, {
        remedy: 'Delete one that is not needed any more.',
        facts: { most: mostPerPerson },
      });
    await trx.insertInto('subscriptions').values(row).execute();
  });
  return row;
}

/** Changes the version that `wanted` names; its next slot is reckoned anew, from now on. */
export const change = (place: ReportContext, person: Person, id: string, wanted: number, choice: Choice) =>
  place.database.transaction(async (trx) => {
    const row = await ownOf(place, person, id, trx);
    checkVersion(row.version, wanted);
    const values = { ...choice, version: row.version + 1, next_at: slotOf(choice, place.clock.now()) };
    await trx.updateTable('subscriptions').set(values).where('subscription_id', '=', id).execute();
    return { ...row, ...values };
  });

/** Mail of it that waits is not sent any more. */
export const remove = (place: ReportContext, person: Person, id: string, wanted: number): Promise<void> =>
  place.database.transaction(async (trx) => {
    const row = await ownOf(place, person, id, trx);
    checkVersion(row.version, wanted);
    await trx.deleteFrom('subscriptions').where('subscription_id', '=', id).execute();
  });

/** Queues the report of now; answers when it was asked for, which a second click within the minute shares. */
export async function sendNow(place: ReportContext, person: Person, id: string): Promise<number> {
  const { database, clock, domain, queued } = place;
  const now = clock.now();
  const scheduledAt = await database.transaction(async (trx) => {
    const subscription = await ownOf(place, person, id, trx);
    const query = trx.selectFrom('mails').select('scheduled_at').where('subscription_id', '=', id);
    const recent = await query
      .where('by_hand', '=', 1)
      .where('scheduled_at', '>', now - handMs)
      .executeTakeFirst();
    if (recent) return recent.scheduled_at;
    await queue(trx, { subscription, scheduledAt: now, byHand: true }, domain, now);
    return now;
  });
  queued();
  return scheduledAt;
}

/** Switches a subscription off, by its signed link; null when it is not there. */
export const switchOff = (
  { database }: Pick<ReportContext, 'database'>,
  id: string,
): Promise<SubscriptionsTable | null> =>
  database.transaction(async (trx) => {
    const query = trx.selectFrom('subscriptions').selectAll().where('subscription_id', '=', id);
    const row = await locking(database.kind, query).executeTakeFirst();
    if (!row) return null;
    const off = { enabled: 0, next_at: null, version: row.version + 1 };
    if (row.enabled === 1) await trx.updateTable('subscriptions').set(off).where('subscription_id', '=', id).execute();
    return row;
  });

/** The newest deliveries of a subscription. */
export const deliveriesOf = ({ database }: Pick<ReportContext, 'database'>, id: string, limit: number) =>
  database.db
    .selectFrom('mails')
    .selectAll()
    .where('subscription_id', '=', id)
    .orderBy('scheduled_at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
