import { type LocalDate, localDate } from '#lib/dates.ts';
import type { EventOf } from '#schemas/event.ts';
import type deactivated from '#schemas/events/user.deactivated.ts';
import type departmentChanged from '#schemas/events/user.department_changed.ts';
import type registered from '#schemas/events/user.registered.ts';
import type scheduleChanged from '#schemas/events/user.schedule_changed.ts';
import type updated from '#schemas/events/user.updated.ts';
import { type Schedule, standardSchedule } from './calendar.ts';
import { type Change, type Since, timeline } from './timeline.ts';

type Registered = EventOf<typeof registered>;
type Deactivated = EventOf<typeof deactivated>;

/** Everything that is told about a person. */
export type PersonEvent =
  | Registered
  | EventOf<typeof updated>
  | EventOf<typeof departmentChanged>
  | EventOf<typeof scheduleChanged>
  | Deactivated;

export const unknownDepartment = 'unknown';

/** Which department somebody belongs to from when on; `story` in canonical order. */
export const departmentsOf = (story: readonly PersonEvent[], zone: string): readonly Since<string>[] =>
  timeline(
    firstOf(story, 'department') ?? unknownDepartment,
    story.flatMap((event, at) => departmentChange(event, story.slice(0, at), zone)),
  );

/** Which weekdays somebody works from when on; `story` in canonical order. */
export const schedulesOf = (story: readonly PersonEvent[]): readonly Since<Schedule>[] =>
  timeline(firstOf(story, 'schedule') ?? standardSchedule, story.flatMap(scheduleChange));

/** The last day of who leaves: the local day of the event where it names none. */
export const lastDayOf = ({ lastDay, occurredAt }: Deactivated, zone: string): LocalDate =>
  lastDay ?? localDate(occurredAt, zone);

/** Where a person starts is what the first registration says that says anything. */
const firstOf = <F extends 'department' | 'schedule'>(story: readonly PersonEvent[], field: F) =>
  story.filter((event) => event.type === 'user.registered').find((event) => event[field] !== null)?.[field];

/** Moves, and the department of somebody who is registered again after leaving: from the day of coming back. */
function departmentChange(event: PersonEvent, before: readonly PersonEvent[], zone: string): Change<string>[] {
  if (event.type === 'user.department_changed')
    return [{ ...correctionOf(event), from: event.effectiveFrom, value: event.department }];
  if (event.type !== 'user.registered' || event.department === null || !hasLeft(before)) return [];
  const from = event.hiredOn ?? localDate(event.occurredAt, zone);
  const { eventId, source = null } = event;
  return [{ eventId, source, from, value: event.department, voids: null }];
}

const hasLeft = (events: readonly PersonEvent[]): boolean =>
  events.findLast(({ type }) => type === 'user.registered' || type === 'user.deactivated')?.type === 'user.deactivated';

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
