import type { Kysely, Transaction } from 'kysely';
import { canonical } from '#domain/canonical.ts';
import { foldProfile, isPersonEvent, type PersonEvent, type Profile } from '#domain/person.ts';
import { withCopy } from '#schemas/copies.ts';
import type { AnyEvent, EventOf } from '#schemas/event.ts';
import deactivated from '#schemas/events/user.deactivated.ts';
import erasureRequested from '#schemas/events/user.erasure_requested.ts';
import registered from '#schemas/events/user.registered.ts';
import updated from '#schemas/events/user.updated.ts';
import { redacted } from '#schemas/redaction.ts';
import { narrow } from '../database/database.ts';
import type { EventSetTables, PeopleTable, ReplicaTables } from './tables.ts';

type ErasureRequested = EventOf<typeof erasureRequested>;

/** What a replica folds; the erasure blanks the rest. */
export type ReplicaEvent = PersonEvent | ErasureRequested;

/** What a service subscribes to that wants to know who people are, and not where they work. */
export const profilePatterns = [registered.type, updated.type, deactivated.type, erasureRequested.type] as const;

export const isErasure = (event: AnyEvent): event is ErasureRequested => event.type === erasureRequested.type;

export const isReplicaEvent = (event: AnyEvent): event is ReplicaEvent => isPersonEvent(event) || isErasure(event);

/** All that was heard of a person, in canonical order. */
export interface History {
  readonly story: readonly PersonEvent[];
  /** Nothing personal of them is kept, whatever is heard. */
  readonly erased: boolean;
}

/** Notes an event, and answers everything that was heard of its person; a copy changes nothing. */
export async function note<DB extends EventSetTables>(trx: Transaction<DB>, event: ReplicaEvent): Promise<History> {
  const { employeeId } = event;
  const sets = narrow<EventSetTables>(trx);
  const isKnown = await lock(sets, employeeId);
  const events = withoutPersonal(withCopy(await eventsOf(sets, employeeId), event));
  const row = { employee_id: employeeId, events: JSON.stringify(events) };
  if (isKnown) await sets.updateTable('event_sets').set(row).where('employee_id', '=', employeeId).execute();
  else await sets.insertInto('event_sets').values(row).execute();
  return heardIn(events);
}

/** Everything that was heard of a person so far. */
export const heardOf = async <DB extends EventSetTables>(db: Kysely<DB>, employeeId: string): Promise<History> =>
  heardIn(await eventsOf(narrow<EventSetTables>(db), employeeId));

/** An update that changes nothing holds the row to the end of the transaction; false where there is none yet. */
async function lock(sets: Transaction<EventSetTables>, employeeId: string): Promise<boolean> {
  const touched = sets.updateTable('event_sets').set({ employee_id: employeeId });
  return (await touched.where('employee_id', '=', employeeId).executeTakeFirst()).numUpdatedRows > 0n;
}

async function eventsOf(db: Kysely<EventSetTables>, employeeId: string): Promise<readonly AnyEvent[]> {
  const row = db.selectFrom('event_sets').select('events').where('employee_id', '=', employeeId);
  return JSON.parse((await row.executeTakeFirst())?.events ?? '[]');
}

const withoutPersonal = (events: readonly AnyEvent[]): readonly AnyEvent[] =>
  events.some(isErasure) ? events.map(redacted) : events;

const heardIn = (events: readonly AnyEvent[]): History => ({
  story: canonical(events.filter(isPersonEvent)),
  erased: events.some(isErasure),
});

/** What a service keeps of a person beside the rest. */
export interface Extras {
  /** In the row of a new person. */
  readonly first?: Readonly<Record<string, unknown>>;
  /** In every row, after the rest. */
  readonly always?: (person: Profile) => Readonly<Record<string, unknown>>;
}

/** Notes an event and writes who its person is now. Answers the person; `isNew`: they were not known before. */
export async function hear<DB extends ReplicaTables>(
  trx: Transaction<DB>,
  event: ReplicaEvent,
  { first = {}, always = () => ({}) }: Extras = {},
): Promise<{ readonly person: Profile; readonly isNew: boolean }> {
  const { employeeId } = event;
  const { story, erased } = await note(trx, event);
  const folded = { ...foldProfile(story), employeeId };
  const person = erased ? { ...folded, active: false } : folded;
  const people = narrow<ReplicaTables>(trx);
  const before = await personOf(people, employeeId);
  const row = { ...rowOf(person), ...always(person) };
  if (before) await people.updateTable('people').set(row).where('employee_id', '=', employeeId).execute();
  else
    await people
      .insertInto('people')
      .values({ ...row, ...first })
      .execute();
  return { person, isNew: person.known && before?.known !== 1 };
}

const rowOf = (person: Profile): PeopleTable => ({
  employee_id: person.employeeId,
  known: Number(person.known),
  email: person.email,
  first_name: person.firstName,
  last_name: person.lastName,
  locale: person.locale,
  manager_id: person.managerId,
  active: Number(person.active),
});

const personOf = (db: Kysely<ReplicaTables>, employeeId: string) =>
  db.selectFrom('people').selectAll().where('employee_id', '=', employeeId).executeTakeFirst();
