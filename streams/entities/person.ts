import { type Schedule, standardSchedule } from '#domain/calendar.ts';
import { type LocalDate, localDate } from '#lib/dates.ts';
import type { AnyEvent, EventOf } from '#schemas/event.ts';
import type deactivated from '#schemas/events/user.deactivated.ts';
import type departmentChanged from '#schemas/events/user.department_changed.ts';
import type registered from '#schemas/events/user.registered.ts';
import type scheduleChanged from '#schemas/events/user.schedule_changed.ts';
import type updated from '#schemas/events/user.updated.ts';
import { type EventSet, isComplete } from './eventSet.ts';
import type { CompanySettings } from './settings.ts';
import { type Change, holdsOn, type Since, timeline } from './timeline.ts';

type Registered = EventOf<typeof registered>;

/** Everything that is told about a person. */
type PersonEvent =
  | Registered
  | EventOf<typeof updated>
  | EventOf<typeof departmentChanged>
  | EventOf<typeof scheduleChanged>
  | EventOf<typeof deactivated>;

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

const unknownDepartment = 'unknown';

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
  const registrations = story.filter((event) => event.type === 'user.registered');
  const departments = timeline(
    firstOf(registrations, 'department') ?? unknownDepartment,
    story.flatMap((event, at) => departmentChange(event, story.slice(0, at), zone)),
  );
  return {
    ...profileOf(story, zone),
    employeeId: story[0]?.employeeId ?? '',
    known: true,
    departments,
    schedules: timeline(firstOf(registrations, 'schedule') ?? standardSchedule, story.flatMap(scheduleChange)),
    department: holdsOn(departments, localDate(Math.max(...story.map(({ occurredAt }) => occurredAt)), zone)),
  };
}

/** Where a person starts is what the first registration says that says anything. */
const firstOf = <F extends 'department' | 'schedule'>(registrations: readonly Registered[], field: F) =>
  registrations.find((event) => event[field] !== null)?.[field];

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
      return { active: false, leftOn: event.lastDay ?? localDate(event.occurredAt, zone) };
    default:
      return {};
  }
}

const registration = (profile: Person, event: Registered): Partial<Person> => ({
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

/** Moves, and the department of somebody who is registered again after leaving: from the day of coming back. */
function departmentChange(event: PersonEvent, before: readonly PersonEvent[], zone: string): Change<string>[] {
  if (event.type === 'user.department_changed')
    return [{ eventId: event.eventId, from: event.effectiveFrom, value: event.department, voids: event.voids }];
  if (event.type !== 'user.registered' || event.department === null || !hasLeft(before)) return [];
  const from = event.hiredOn ?? localDate(event.occurredAt, zone);
  return [{ eventId: event.eventId, from, value: event.department, voids: null }];
}

const hasLeft = (events: readonly PersonEvent[]): boolean =>
  events.findLast(({ type }) => type === 'user.registered' || type === 'user.deactivated')?.type === 'user.deactivated';

const scheduleChange = (event: PersonEvent): Change<Schedule>[] =>
  event.type === 'user.schedule_changed'
    ? [{ eventId: event.eventId, from: event.effectiveFrom, value: event.schedule, voids: event.voids }]
    : [];
