import { isDeepStrictEqual } from 'node:util';
import type { LocalDate } from '#lib/dates.ts';
import { heardOf, note, type ReplicaEvent } from '../common/people/replica.ts';
import { type Person, personOfEvents } from './person.ts';
import type { Trx } from './tables.ts';

/** Notes an event about a person and writes who they are now. */
export async function hear(trx: Trx, event: ReplicaEvent, zone: string): Promise<void> {
  const { story } = await note(trx, event);
  const person = personOfEvents(story, zone);
  if (person) await write(trx, person);
}

async function write(trx: Trx, person: Person): Promise<void> {
  const { employeeId, managerId, active } = person;
  await trx.deleteFrom('people').where('employee_id', '=', employeeId).execute();
  const row = { manager_id: managerId, active: Number(active), data: JSON.stringify(person) };
  await trx
    .insertInto('people')
    .values({ employee_id: employeeId, ...row })
    .execute();
}

/** Blanks the name of somebody whom no event has announced yet: what user told of them is all there is. */
export async function forgetName(trx: Trx, employeeId: string): Promise<void> {
  const person = await personOf(trx, employeeId);
  if (person) await write(trx, { ...person, firstName: null, lastName: null });
}

/** A person as the user service tells, and the time of the newest event that this rests on, epoch ms. */
export interface PersonSnapshot {
  readonly person: Person;
  readonly toldAt: number;
}

/**
 * Takes what the user service tells of a person, until the events say it themselves; false when it is known already, or
 * something newer has been heard.
 */
export async function learn(trx: Trx, { person, toldAt }: PersonSnapshot): Promise<boolean> {
  const { employeeId } = person;
  const { story, erased } = await heardOf(trx, employeeId);
  if (erased || story.some(({ occurredAt }) => occurredAt > toldAt)) return false;
  if (isDeepStrictEqual(await personOf(trx, employeeId), person)) return false;
  await write(trx, person);
  return true;
}

/** A person as last heard of; undefined for somebody whom nobody has announced. */
export async function personOf(trx: Trx, employeeId: string): Promise<Person | undefined> {
  const row = await trx.selectFrom('people').select('data').where('employee_id', '=', employeeId).executeTakeFirst();
  return row && JSON.parse(row.data);
}

export async function peopleOf(trx: Trx, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  if (ids.length === 0) return new Map();
  const rows = await trx.selectFrom('people').select('data').where('employee_id', 'in', ids).execute();
  return new Map(rows.map(({ data }) => JSON.parse(data) as Person).map((person) => [person.employeeId, person]));
}

/** Ids of everybody below somebody in the tree, without the person. */
export async function everybodyBelow(trx: Trx, employeeId: string): Promise<Set<string>> {
  const below = new Set<string>();
  for (let level = [employeeId]; level.length > 0; ) {
    const rows = await trx.selectFrom('people').select('employee_id').where('manager_id', 'in', level).execute();
    level = rows.map((row) => row.employee_id).filter((id) => !below.has(id) && id !== employeeId);
    for (const id of level) below.add(id);
  }
  return below;
}

/** Who is away on a day: approved leave, or ill. */
export async function isAway(trx: Trx, employeeId: string, day: LocalDate): Promise<boolean> {
  const row = await trx
    .selectFrom('absences')
    .select('id')
    .where('employee_id', '=', employeeId)
    .where('day', '=', day)
    .where('standing', '=', 'approved')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
