import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';
import { notFound } from '#lib/http/problem.ts';
import { hasRole, type Locale, type Person } from '#schemas/access/people.ts';
import { departmentCalendar, personCalendar } from './ical.ts';
import type { Requests } from './requests.ts';
import type { CalendarDatabase, FeedRow } from './tables.ts';

export interface CalendarWorld {
  readonly database: CalendarDatabase;
  readonly clock: Clock;
  readonly requests: Requests;
  /** null when every request that there is has been read; else what is waited for. */
  readonly ready: () => string | null;
}

export type Wanted = { readonly kind: 'person' } | { readonly kind: 'department'; readonly department: string };

const tokenBytes = 32;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const unknownFeed = () => notFound('There is no such calendar, or no longer.', 'unknown_calendar');

/** Makes a feed; its token is told this once. 404 for a department that the person may not look at. */
export async function createFeed(
  { database, clock, requests }: CalendarWorld,
  person: Person,
  wanted: Wanted,
): Promise<FeedRow & { readonly token: string }> {
  const seesAll = hasRole(person, 'hr', 'admin');
  const department = wanted.kind === 'department' ? wanted.department : null;
  if (department !== null && !seesAll && !requests.departmentsFor(person.employeeId).has(department))
    throw notFound('There is no such department, or it is none of yours.', 'unknown_department');
  const token = randomBytes(tokenBytes).toString('base64url');
  const row: FeedRow = {
    ...{ feed_id: randomUUID(), token_hash: hashOf(token), employee_id: person.employeeId, kind: wanted.kind },
    ...{ department, sees_all: seesAll ? 1 : 0, locale: person.locale, created_at: clock.now() },
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

/** Revokes all that a person has; for who leaves. Answers how many. */
export async function revokeFeedsOf({ database: { db } }: CalendarWorld, employeeId: string): Promise<number> {
  const done = await db.deleteFrom('feeds').where('employee_id', '=', employeeId).executeTakeFirst();
  return Number(done.numDeletedRows);
}

/** The calendar behind a token, with the rights that its owner has now. */
export async function calendarOf({ database: { db }, requests }: CalendarWorld, token: string): Promise<string> {
  const feed = await db.selectFrom('feeds').selectAll().where('token_hash', '=', hashOf(token)).executeTakeFirst();
  if (!feed) throw unknownFeed();
  const locale: Locale = feed.locale === 'en' ? 'en' : 'uk';
  if (feed.department === null) return personCalendar(requests.ofPerson(feed.employee_id), locale);
  if (feed.sees_all !== 1 && !requests.departmentsFor(feed.employee_id).has(feed.department)) throw unknownFeed();
  return departmentCalendar(feed.department, requests.ofDepartment(feed.department), locale);
}
