import type { Schedule } from '#domain/calendar.ts';
import { departmentsOf, lastDayOf, type PersonEvent, schedulesOf } from '#domain/employment.ts';
import { holdsOn, type Since } from '#domain/timeline.ts';
import { type LocalDate, weekday } from '#lib/dates.ts';
import type { AnyEvent } from '#schemas/event.ts';

const personTypes: readonly string[] = [
  'user.registered',
  'user.updated',
  'user.department_changed',
  'user.schedule_changed',
  'user.deactivated',
] satisfies readonly PersonEvent['type'][];

export const isAboutPeople = (event: AnyEvent): event is PersonEvent => personTypes.includes(event.type);

/** A person as far as leave needs to know. */
export interface Person {
  readonly employeeId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly managerId: string | null;
  readonly region: string | null;
  readonly hiredOn: LocalDate | null;
  readonly leftOn: LocalDate | null;
  readonly active: boolean;
  /** Ordered by day; the first holds since the beginning. */
  readonly departments: readonly Since<string>[];
  readonly schedules: readonly Since<Schedule>[];
}

export const departmentOn = ({ departments }: Person, day: LocalDate): string => holdsOn(departments, day);
export const scheduleOn = ({ schedules }: Person, day: LocalDate): Schedule => holdsOn(schedules, day);
export const nameOf = ({ firstName, lastName, employeeId }: Person): string =>
  [firstName, lastName].filter(Boolean).join(' ') || employeeId;

/** The person that these events, in any order, tell about; undefined until one of them is the registration. */
export function foldPerson(events: readonly PersonEvent[], zone: string): Person | undefined {
  const story = events.toSorted(byTime);
  const first = story.find((event) => event.type === 'user.registered');
  if (!first) return undefined;
  let profile = nobody;
  for (const event of story) profile = { ...profile, ...change(profile, event, zone) };
  return {
    ...profile,
    employeeId: first.employeeId,
    departments: departmentsOf(story, zone),
    schedules: schedulesOf(story),
  };
}

/** A registration comes first, whatever its time: nothing happens to nobody. */
const byTime = (a: PersonEvent, b: PersonEvent): number =>
  a.occurredAt - b.occurredAt ||
  Number(b.type === 'user.registered') - Number(a.type === 'user.registered') ||
  (a.eventId < b.eventId ? -1 : 1);

type Profile = Omit<Person, 'employeeId' | 'departments' | 'schedules'>;

const nobody: Profile = {
  firstName: null,
  lastName: null,
  managerId: null,
  region: null,
  hiredOn: null,
  leftOn: null,
  active: true,
};

function change(before: Profile, event: PersonEvent, zone: string): Partial<Profile> {
  switch (event.type) {
    case 'user.registered':
      return {
        firstName: event.firstName ?? before.firstName,
        lastName: event.lastName ?? before.lastName,
        managerId: event.managerId ?? before.managerId,
        region: event.region ?? before.region,
        hiredOn: event.hiredOn ?? before.hiredOn,
        leftOn: null,
        active: true,
      };
    case 'user.updated': {
      const { firstName, lastName, managerId, region } = event;
      return { firstName, lastName, managerId, region };
    }
    case 'user.deactivated':
      return { active: false, leftOn: lastDayOf(event, zone) };
    default:
      return {};
  }
}

/** How much of a day somebody works, in millionths. */
export const shareOn = (person: Person, day: LocalDate): number => scheduleOn(person, day)[weekday(day) - 1] ?? 0;
