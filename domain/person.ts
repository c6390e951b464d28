import { type LocalDate, localDate } from '#lib/dates.ts';
import type { AnyEvent, EventOf } from '#schemas/event.ts';
import type deactivated from '#schemas/events/user.deactivated.ts';
import type departmentChanged from '#schemas/events/user.department_changed.ts';
import type registered from '#schemas/events/user.registered.ts';
import type scheduleChanged from '#schemas/events/user.schedule_changed.ts';
import type updated from '#schemas/events/user.updated.ts';
import { type Schedule, standardSchedule } from './calendar.ts';
import { type Change, holdsOn, type Since, timeline } from './timeline.ts';

type Registered = EventOf<typeof registered>;
type Deactivated = EventOf<typeof deactivated>;

/** What tells who a person is, and where and when they work. */
export type PersonEvent =
  | Registered
  | EventOf<typeof updated>
  | EventOf<typeof departmentChanged>
  | EventOf<typeof scheduleChanged>
  | Deactivated;

export const personTypes: readonly string[] = [
  'user.registered',
  'user.updated',
  'user.department_changed',
  'user.schedule_changed',
  'user.deactivated',
] satisfies readonly PersonEvent['type'][];

export const isPersonEvent = (event: AnyEvent): event is PersonEvent => personTypes.includes(event.type);

/** Who somebody is. */
export interface Profile {
  readonly employeeId: string;
  /** False for somebody whom nobody has registered. */
  readonly known: boolean;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
  readonly managerId: string | null;
  readonly region: string | null;
  readonly hiredOn: LocalDate | null;
  /** False for who has left. */
  readonly active: boolean;
}

/** A person with their work. */
export interface Person extends Profile {
  readonly leftOn: LocalDate | null;
  /** Ordered by day; the first holds since the beginning. */
  readonly departments: readonly Since<string>[];
  readonly schedules: readonly Since<Schedule>[];
}

export const unknownDepartment = 'unknown';

/** Stands for everybody of whom nothing has been told. */
export const nobody: Person = {
  employeeId: '',
  known: false,
  email: null,
  firstName: null,
  lastName: null,
  locale: null,
  managerId: null,
  region: null,
  hiredOn: null,
  active: true,
  leftOn: null,
  departments: timeline(unknownDepartment, []),
  schedules: timeline(standardSchedule, []),
};

/** The person that these events tell about; `story` in canonical order. */
export const foldPerson = (story: readonly PersonEvent[], zone: string): Person => ({
  ...foldProfile(story),
  leftOn: lastDayOf(story, zone),
  departments: departmentsOf(story, zone),
  schedules: schedulesOf(story),
});

/** The same without what the company's time zone decides. */
export function foldProfile(story: readonly PersonEvent[]): Profile {
  let profile: Profile = { ...nobody, employeeId: story[0]?.employeeId ?? '', active: leavingOf(story) === null };
  for (const event of story) profile = evolveProfile(profile, event);
  return profile;
}

/** The profile after an event: a later registration fills in what it knows; an update is the complete profile. */
export function evolveProfile(profile: Profile, event: PersonEvent): Profile {
  if (event.type === 'user.registered') return registration(profile, event);
  if (event.type !== 'user.updated') return profile;
  const { email, firstName, lastName, locale, managerId, region } = event;
  return { ...profile, email, firstName, lastName, locale, managerId, region };
}

const registration = (profile: Profile, event: Registered): Profile => ({
  ...profile,
  known: true,
  email: event.email ?? profile.email,
  firstName: event.firstName ?? profile.firstName,
  lastName: event.lastName ?? profile.lastName,
  locale: event.locale ?? profile.locale,
  managerId: event.managerId ?? profile.managerId,
  region: event.region ?? profile.region,
  hiredOn: event.hiredOn ?? profile.hiredOn,
});

/** By what somebody has left; null when they came back, or never did. */
function leavingOf(story: readonly PersonEvent[]): Deactivated | null {
  const last = story.findLast(({ type }) => type === 'user.registered' || type === 'user.deactivated');
  return last?.type === 'user.deactivated' ? last : null;
}

/** The last day of who has left: the local day of the event where it names none. */
function lastDayOf(story: readonly PersonEvent[], zone: string): LocalDate | null {
  const leaving = leavingOf(story);
  return leaving && (leaving.lastDay ?? localDate(leaving.occurredAt, zone));
}

const departmentsOf = (story: readonly PersonEvent[], zone: string): readonly Since<string>[] =>
  timeline(
    firstOf(story, 'department') ?? unknownDepartment,
    story.flatMap((event, at) => departmentChange(event, story.slice(0, at), zone)),
  );

const schedulesOf = (story: readonly PersonEvent[]): readonly Since<Schedule>[] =>
  timeline(firstOf(story, 'schedule') ?? standardSchedule, story.flatMap(scheduleChange));

/** Where a person starts is what the first registration says that says anything. */
const firstOf = <F extends 'department' | 'schedule'>(story: readonly PersonEvent[], field: F) =>
  story.filter((event) => event.type === 'user.registered').find((event) => event[field] !== null)?.[field];

/** Moves, and the department of somebody who is registered again after leaving: from the day of coming back. */
function departmentChange(event: PersonEvent, before: readonly PersonEvent[], zone: string): Change<string>[] {
  if (event.type === 'user.department_changed')
    return [{ ...correctionOf(event), from: event.effectiveFrom, value: event.department }];
  if (event.type !== 'user.registered' || event.department === null || leavingOf(before) === null) return [];
  const from = event.hiredOn ?? localDate(event.occurredAt, zone);
  const { eventId, source = null } = event;
  return [{ eventId, source, from, value: event.department, voids: null }];
}

const scheduleChange = (event: PersonEvent): Change<Schedule>[] =>
  event.type === 'user.schedule_changed'
    ? [{ ...correctionOf(event), from: event.effectiveFrom, value: event.schedule }]
    : [];

type Correctable = EventOf<typeof departmentChanged> | EventOf<typeof scheduleChanged>;

const correctionOf = ({ eventId, source = null, voids, voidsSource = null }: Correctable) => ({
  eventId,
  source,
  voids,
  voidsSource,
});

export const departmentOn = ({ departments }: Pick<Person, 'departments'>, day: LocalDate): string =>
  holdsOn(departments, day);

export const scheduleOn = ({ schedules }: Pick<Person, 'schedules'>, day: LocalDate): Schedule =>
  holdsOn(schedules, day);

/** How a person is called; their number, where nobody has told a name. */
export const nameOf = ({ firstName, lastName, employeeId }: Pick<Profile, 'firstName' | 'lastName' | 'employeeId'>) =>
  [firstName, lastName].filter(Boolean).join(' ') || employeeId;
