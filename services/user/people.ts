import type { Profile as CompanyProfile } from '#domain/person.ts';
import { beginning } from '#domain/timeline.ts';
import type { LocalDate } from '#lib/dates.ts';
import { conflict, refused } from '#lib/http/problem.ts';
import type { Locale } from '#schemas/access/people.ts';
import registered from '#schemas/events/user.registered.ts';
import updated from '#schemas/events/user.updated.ts';
import { type DataOf, draft } from '../common/messaging/events.ts';
import type { Act } from './act.ts';
import { openDepartments } from './departmentStore.ts';
import { maxLevels, wrongManager } from './managers.ts';
import { eventAt, unknownDepartment } from './moves.ts';
import {
  addChanges,
  changeable,
  changeRow,
  type EventStamp,
  findPerson,
  managersAbove,
  updatePerson,
} from './store.ts';
import type { PersonRow, TimelineRow, Trx } from './tables.ts';

export interface Profile extends Pick<CompanyProfile, 'email' | 'firstName' | 'lastName' | 'managerId' | 'region'> {
  readonly locale: Locale | null;
}

export interface NewPerson extends Profile {
  readonly employeeId: string;
  readonly department: string | null;
  readonly hiredOn: LocalDate | null;
  /** Millionths of a day, Monday first. */
  readonly schedule: readonly number[] | null;
}

export const profileOf = (row: PersonRow): Profile => ({
  email: row.email,
  firstName: row.first_name,
  lastName: row.last_name,
  managerId: row.manager_id,
  region: row.region,
  locale: row.locale as Locale | null,
});

export const profileRow = (profile: Omit<Profile, 'locale'> & { readonly locale: string | null }, at: number) => ({
  email: profile.email,
  email_key: profile.email?.toLowerCase() ?? null,
  first_name: profile.firstName,
  last_name: profile.lastName,
  manager_id: profile.managerId,
  region: profile.region,
  locale: profile.locale,
  profile_at: at,
});

/** Makes a person known; answers their first version. 409 when the number or the mail address is taken. */
export async function register(act: Act, person: NewPerson): Promise<PersonRow> {
  const { trx } = act;
  const { employeeId, department } = person;
  if (await findPerson(trx, employeeId)) throw conflict('person_exists', `${employeeId} is somebody's number already.`);
  await checkProfile(trx, employeeId, person);
  if (department !== null && !(await openDepartments(trx)).has(department)) throw unknownDepartment(department);
  const events = await act.publish([draft(registered, { type: 'user', id: employeeId }, person)]);
  return insertPerson(trx, eventAt(events, 0), person);
}

/** Writes down a person whom an event has made known. */
export async function insertPerson(trx: Trx, event: EventStamp, person: NewPerson): Promise<PersonRow> {
  const row: PersonRow = {
    employee_id: person.employeeId,
    version: 1,
    ...profileRow(person, event.occurredAt),
    hired_on: person.hiredOn,
    active: 1,
    last_day: null,
    standing_at: event.occurredAt,
    erasure_requested_at: null,
  };
  await trx.insertInto('people').values(row).execute();
  await addChanges(trx, startsOf(event, person));
  return row;
}

/** What a registration says of where somebody starts: it holds from the beginning. */
export function startsOf(
  event: EventStamp,
  { employeeId, department, schedule }: Pick<NewPerson, 'employeeId' | 'department' | 'schedule'>,
): TimelineRow[] {
  const row = (kind: TimelineRow['kind'], value: string) =>
    changeRow(event, { employee_id: employeeId, kind, value, effective_from: beginning });
  return [
    ...(department === null ? [] : [row('department', department)]),
    ...(schedule === null ? [] : [row('schedule', JSON.stringify(schedule))]),
  ];
}

/**
 * Changes the profile; what is not named stays. `version`: what the change is meant for; null where no page stands
 * behind it.
 */
export async function updateProfile(
  act: Act,
  { id, version }: { readonly id: string; readonly version: number | null },
  change: Partial<Profile>,
): Promise<PersonRow> {
  const person = await changeable(act, id, version);
  await checkProfile(act.trx, id, change);
  return writeProfile(act, person, { ...profileOf(person), ...change });
}

/** Publishes the complete new profile, unless nothing changed. */
export async function writeProfile(act: Act, person: PersonRow, profile: Profile): Promise<PersonRow> {
  const before = profileOf(person);
  if (JSON.stringify(before) === JSON.stringify(profile)) return person;
  const employeeId = person.employee_id;
  const data: DataOf<typeof updated> = { employeeId, ...profile };
  const events = await act.publish([draft(updated, { type: 'user', id: employeeId }, data)]);
  return updatePerson(act.trx, person, profileRow(profile, eventAt(events, 0).occurredAt));
}

/** What may not be: two people with one mail address, a manager who is nobody, left, or is below the person. */
async function checkProfile(trx: Trx, id: string, given: Partial<Profile>): Promise<void> {
  if (given.email) await checkMail(trx, id, given.email);
  if (given.managerId) await checkManager(trx, id, given.managerId);
}

async function checkMail(trx: Trx, id: string, email: string): Promise<void> {
  const query = trx.selectFrom('people').select('employee_id').where('email_key', '=', email.toLowerCase());
  if (await query.where('employee_id', '!=', id).executeTakeFirst())
    throw conflict('mail_taken', 'Somebody else has this mail address.');
}

async function checkManager(trx: Trx, id: string, managerId: string): Promise<void> {
  const manager = managerId === id ? undefined : await findPerson(trx, managerId);
  if (managerId !== id && manager?.active !== 1) throw refusedManager(`${managerId} is nobody who works here.`);
  const wrong = wrongManager(await managersAbove(trx, managerId), id, managerId);
  if (wrong === 'cycle')
    throw refusedManager(`${managerId} is, directly or through others, managed by ${id}.`, 'manager_cycle');
  if (wrong === 'too_deep')
    throw refusedManager(`More than ${maxLevels} people would stand above ${id}.`, 'manager_too_deep');
}

const refusedManager = (detail: string, code = 'unknown_manager') =>
  refused(code, detail, { remedy: 'Choose another manager, or change theirs first.' });
