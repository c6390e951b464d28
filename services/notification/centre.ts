import { notFound } from '#lib/http/problem.ts';
import type { Locale } from '#schemas/access/people.ts';
import type { Database } from '../common/database/database.ts';
import type { NoticePage } from './answers.ts';
import { places, type Template, templates } from './kinds.ts';
import { namesOf } from './letter.ts';
import { type Params, say } from './render.ts';
import type { NotificationTables } from './tables.ts';

type Data = Database<NotificationTables>;

export async function unreadOf({ db }: Data, employeeId: string): Promise<number> {
  const rows = db.selectFrom('notices').select(({ fn }) => fn.countAll<number>().as('n'));
  const row = await rows.where('employee_id', '=', employeeId).where('read_at', 'is', null).executeTakeFirstOrThrow();
  return Number(row.n);
}

/** A person's notices, newest first, in their language. */
export async function centreOf(
  database: Data,
  employeeId: string,
  { language, zone, limit, before }: { language: Locale; zone: string; limit: number; before?: number | undefined },
): Promise<NoticePage> {
  let query = database.db.selectFrom('notices').selectAll().where('employee_id', '=', employeeId);
  if (before !== undefined) query = query.where('seq', '<', before);
  const rows = await query
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const params = shown.map((row) => JSON.parse(row.params ?? '{}') as Params);
  const names = await namesOf(database, ...params);
  const setting = { language, zone, nameOf: (id: string) => names.get(id) ?? null };
  const notices = shown.map((row, index) => {
    const { subject, paragraphs } = say(row.template as Template, params[index] ?? {}, setting);
    const place = places[templates[row.template as Template]];
    const { id, kind, created_at: at, read_at: readAt } = row;
    return { id, kind, title: subject, text: paragraphs.join(' '), place, at, readAt };
  });
  const next = rows.length > limit ? (shown.at(-1)?.seq ?? null) : null;
  return { notices, next, unread: await unreadOf(database, employeeId) };
}

/** Marks one of a person's own notices as read; 404 for another's, as for one that is not there. */
export async function markRead({ db }: Data, employeeId: string, id: string, read_at: number): Promise<void> {
  const own = db.selectFrom('notices').select('read_at').where('id', '=', id).where('employee_id', '=', employeeId);
  const row = await own.executeTakeFirst();
  if (!row) throw notFound('There is no such notice.');
  if (row.read_at === null) await db.updateTable('notices').set({ read_at }).where('id', '=', id).execute();
}

/** Marks all of a person's notices as read. */
export async function markAllRead({ db }: Data, employeeId: string, read_at: number): Promise<void> {
  const unread = db.updateTable('notices').set({ read_at }).where('employee_id', '=', employeeId);
  await unread.where('read_at', 'is', null).execute();
}
