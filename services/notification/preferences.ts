import type { Kysely } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import type { Preference } from './answers.ts';
import { type Channel, channels, isFixed, kinds } from './kinds.ts';
import type { NotificationTables } from './tables.ts';

type Db = Kysely<Tables<NotificationTables>>;

/** Whether a person wants to be told things of this kind this way; everything, unless they said otherwise. */
export async function isWanted(db: Db, employeeId: string, kind: string, channel: Channel): Promise<boolean> {
  if (isFixed(kind)) return true;
  const rows = db.selectFrom('preferences').select('wanted').where('employee_id', '=', employeeId);
  const row = await rows.where('kind', '=', kind).where('channel', '=', channel).executeTakeFirst();
  return row?.wanted !== 0;
}

/** Every kind and channel, with what the person chose. */
export async function choicesOf(db: Db, employeeId: string): Promise<readonly Preference[]> {
  const rows = await db.selectFrom('preferences').selectAll().where('employee_id', '=', employeeId).execute();
  const off = new Set(rows.filter(({ wanted }) => wanted === 0).map(({ kind, channel }) => `${kind}/${channel}`));
  return kinds.flatMap((kind) =>
    channels.map((channel) => {
      const fixed = isFixed(kind);
      return { kind, channel, fixed, wanted: fixed || !off.has(`${kind}/${channel}`) };
    }),
  );
}

/** Within a transaction: a second one at the same moment waits or is tried again. */
export async function choose(trx: Db, employee_id: string, choice: Omit<Preference, 'fixed'>): Promise<void> {
  const { kind, channel } = choice;
  await trx
    .deleteFrom('preferences')
    .where('employee_id', '=', employee_id)
    .where('kind', '=', kind)
    .where('channel', '=', channel)
    .execute();
  await trx
    .insertInto('preferences')
    .values({ employee_id, kind, channel, wanted: Number(choice.wanted) })
    .execute();
}
