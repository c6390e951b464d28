import { type Schedule, standardSchedule } from '#domain/calendar.ts';
import { departmentsOf, lastDayOf, type PersonEvent, schedulesOf, unknownDepartment } from '#domain/employment.ts';
import { holdsOn, type Since, timeline } from '#domain/timeline.ts';
import { type LocalDate, localDate } from '#lib/dates.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { type EventSet, isComplete } from './eventSet.ts';
import type { CompanySettings } from './settings.ts';

/** What a statistic may know of a person. */
export interface PersonFacts {
  readonly employeeId: string;
  /** False for somebody whom nobody has announced. */
  readonly known: boolean;
  readonly managerId: string | null;
  readonly region: string | null;
  readonly hiredOn: LocalDate | null;
  readonly leftOn: LocalDate | null;
  readonly active: boolean;
  /** Ordered by day; the first holds since 1900-01-01. */
  readonly departments: readonly Since<string>[];
  readonly schedules: readonly Since<Schedule>[];
}

/** Personal data of a person; blank after an erasure. */
interface Profile {
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** A person as the events tell. */
export interface Person extends PersonFacts, Profile {
  /** The department as of the newest event of the person. */
  readonly department: string;
  readonly locale: string | null;
}

/** Stands for everybody whom nobody has announced. */
export const nobody: Person = {
  employeeId: '',
  known: false,
  managerId: null,
  region: null,
  hiredOn: null,
  leftOn: null,
  active: true,
  departments: timeline(unknownDepartment, []),
  schedules: timeline(standardSchedule, []),
  department: unknownDepartment,
  locale: null,
  email: null,
  firstName: null,
  lastName: null,
};

export const departmentOn = (person: PersonFacts, day: LocalDate): string => holdsOn(person.departments, day);

/** The person that these events tell about; undefined until one of them is the registration. */
export function foldPerson(events: EventSet, { zone }: CompanySettings): Person | undefined {
  if (!isComplete(events)) return undefined;
  const story = events as readonly AnyEvent[] as readonly PersonEvent[];
  const departments = departmentsOf(story, zone);
  return {
    ...profileOf(story, zone),
    employeeId: story[0]?.employeeId ?? '',
    known: true,
    departments,
    schedules: schedulesOf(story),
    department: holdsOn(departments, localDate(Math.max(...story.map(({ occurredAt }) => occurredAt)), zone)),
  };
}

function profileOf(story: readonly PersonEvent[], zone: string): Person {
  let profile = nobody;
  for (const event of story) profile = { ...profile, ...profileChange(profile, event, zone) };
  return profile;
}

/** A later registration fills in what it knows; an update is the complete profile. */
function profileChange(profile: Person, event: PersonEvent, zone: string): Partial<Person> {
  switch (event.type) {
    case 'user.registered':
      return registration(profile, event);
    case 'user.updated': {
      const { email, firstName, lastName, managerId, region, locale } = event;
      return { email, firstName, lastName, managerId, region, locale };
    }
    case 'user.deactivated':
      return { active: false, leftOn: lastDayOf(event, zone) };
    default:
      return {};
  }
}

const registration = (profile: Person, event: Extract<PersonEvent, { type: 'user.registered' }>): Partial<Person> => ({
  email: event.email ?? profile.email,
  firstName: event.firstName ?? profile.firstName,
  lastName: event.lastName ?? profile.lastName,
  managerId: event.managerId ?? profile.managerId,
  region: event.region ?? profile.region,
  locale: event.locale ?? profile.locale,
  hiredOn: event.hiredOn ?? profile.hiredOn,
  active: true,
  leftOn: null,
});
