import { type Schedule, standardSchedule } from '#domain/calendar.ts';
import { type LocalDate, localDate, weekday } from '#lib/dates.ts';
import type { AnyEvent, EventOf } from '#schemas/event.ts';
import type deactivated from '#schemas/events/user.deactivated.ts';
import type departmentChanged from '#schemas/events/user.department_changed.ts';
import type registered from '#schemas/events/user.registered.ts';
import type scheduleChanged from '#schemas/events/user.schedule_changed.ts';
import type updated from '#schemas/events/user.updated.ts';

type Registered = EventOf<typeof registered>;
type Moved = EventOf<typeof departmentChanged>;
type Rescheduled = EventOf<typeof scheduleChanged>;

/** What the service hears of people. */
export type PersonEvent = Registered | EventOf<typeof updated> | Moved | Rescheduled | EventOf<typeof deactivated>;

const personTypes: readonly string[] = [
  'user.registered',
  'user.updated',
  'user.department_changed',
  'user.schedule_changed',
  'user.deactivated',
] satisfies readonly PersonEvent['type'][];

export const isAboutPeople = (event: AnyEvent): event is PersonEvent => personTypes.includes(event.type);

interface Since<T> {
  readonly from: LocalDate;
  readonly value: T;
}

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

export const beginning: LocalDate = '1900-01-01';

/** What holds on a day. */
const on = <T>(entries: readonly Since<T>[], day: LocalDate, otherwise: T): T =>
  entries.findLast(({ from }) => from <= day)?.value ?? otherwise;

export const departmentOn = ({ departments }: Person, day: LocalDate): string => on(departments, day, 'unknown');
export const scheduleOn = ({ schedules }: Person, day: LocalDate): Schedule => on(schedules, day, standardSchedule);
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
    departments: timeline(first.department ?? 'unknown', [...moves(story)]),
    schedules: timeline(
      first.schedule ?? standardSchedule,
      story
        .filter((event) => event.type === 'user.schedule_changed')
        .map((event) => ({ ...event, value: event.schedule })),
    ),
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
      return { active: false, leftOn: event.lastDay ?? localDate(event.occurredAt, zone) };
    default:
      return {};
  }
}

interface Change<T> {
  readonly eventId: string;
  readonly effectiveFrom: LocalDate;
  readonly voids: string | null;
  readonly value: T;
}

function* moves(story: readonly PersonEvent[]): Generator<Change<string>> {
  for (const event of story) if (event.type === 'user.department_changed') yield { ...event, value: event.department };
}

function timeline<T>(start: T, changes: readonly Change<T>[]): Since<T>[] {
  const voided = new Set(changes.map(({ voids }) => voids));
  const standing = new Map([[beginning, start]]);
  for (const { eventId, effectiveFrom, value } of changes) if (!voided.has(eventId)) standing.set(effectiveFrom, value);
  return [...standing].map(([from, value]) => ({ from, value })).toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/** How much of a day somebody works, in millionths. */
export const shareOn = (person: Person, day: LocalDate): number => scheduleOn(person, day)[weekday(day) - 1] ?? 0;
