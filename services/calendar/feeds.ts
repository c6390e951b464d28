import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';
import { forbidden, notFound } from '#lib/http/problem.ts';
import { hasRole, localeOf, type Person } from '#schemas/access/people.ts';
import { departmentCalendar, personCalendar } from './ical.ts';
import type { Leavers } from './leavers.ts';
import type { Requests } from './requests.ts';
import type { CalendarDatabase, FeedRow } from './tables.ts';

export interface CalendarWorld {
  readonly database: CalendarDatabase;
  readonly clock: Clock;
  readonly requests: Requests;
  readonly leavers: Leavers;
  /** null when everything that there is has been read; else what is waited for. */
  readonly ready: () => string | null;
}

export type Wanted = { readonly kind: 'person' } | { readonly kind: 'department'; readonly department: string };

const tokenBytes = 32;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const unknownFeed = () => notFound('There is no such calendar, or no longer.', 'unknown_calendar');

/**
 * Makes a feed; its token is told this once. 404 for a department that the person may not look at, 403 for who has
 * left.
 */
export async function createFeed(
  { database, clock, requests, leavers }: CalendarWorld,
  person: Person,
  wanted: Wanted,
): Promise<FeedRow & { readonly token: string }> {
  if (leavers.has(person.employeeId)) throw forbidden('Who has left makes no calendar any more.', 'has_left');
  const seesAll = hasRole(person, 'hr', 'admin');
  const department = wanted.kind === 'department' ? wanted.department : null;
  if (department !== null && !seesAll && !requests.departmentsFor(person.employeeId).has(department))
    throw notFound('There is no such department, or it is none of yours.', 'unknown_department');
  const token = randomBytes(tokenBytes).toString('base64url');
  const row: FeedRow = {
    feed_id: randomUUID(),
    token_hash: hashOf(token),
    employee_id: person.employeeId,
    kind: wanted.kind,
    department,
    sees_all: seesAll ? 1 : 0,
    locale: person.locale,
    created_at: clock.now(),
  };
  await database.db.insertInto('feeds').values(row).execute();
  return { ...row, token };
}

export const feedsOf = ({ database: { db } }: CalendarWorld, employeeId: string): Promise<FeedRow[]> =>
  db.selectFrom('feeds').selectAll().where('employee_id', '=', employeeId).orderBy('created_at').execute();

/** Revokes a feed of one's own; HR revokes anybody's. */
export async function revokeFeed({ database: { db } }: CalendarWorld, person: Person, feedId: string): Promise<void> {
  let feeds = db.deleteFrom('feeds').where('feed_id', '=', feedId);
  if (!hasRole(person, 'hr', 'admin')) feeds = feeds.where('employee_id', '=', person.employeeId);
  if ((await feeds.executeTakeFirst()).numDeletedRows === 0n) throw unknownFeed();
}

/** Revokes all that a person has. Answers how many. */
export async function revokeFeedsOf({ database: { db } }: CalendarWorld, employeeId: string): Promise<number> {
  const done = await db.deleteFrom('feeds').where('employee_id', '=', employeeId).executeTakeFirst();
  return Number(done.numDeletedRows);
}

/** Revokes all feeds of all who have left; who comes back makes new ones. */
export async function revokeFeedsOfLeavers({
  database: { db },
  leavers,
}: Pick<CalendarWorld, 'database' | 'leavers'>): Promise<void> {
  const owners = await db.selectFrom('feeds').select('employee_id').distinct().execute();
  const left = owners.map(({ employee_id }) => employee_id).filter((id) => leavers.has(id));
  if (left.length > 0) await db.deleteFrom('feeds').where('employee_id', 'in', left).execute();
}

/** The calendar behind a token, with the rights that its owner has now: none when they have left. */
export async function calendarOf(world: CalendarWorld, token: string): Promise<string> {
  const { database, requests, leavers } = world;
  const { db } = database;
  const feed = await db.selectFrom('feeds').selectAll().where('token_hash', '=', hashOf(token)).executeTakeFirst();
  if (!feed || leavers.has(feed.employee_id)) throw unknownFeed();
  const locale = localeOf(feed.locale);
  if (feed.department === null) return personCalendar(requests.ofPerson(feed.employee_id), locale);
  if (feed.sees_all !== 1 && !requests.departmentsFor(feed.employee_id).has(feed.department)) throw unknownFeed();
  return departmentCalendar(feed.department, requests.ofDepartment(feed.department), locale);
}
