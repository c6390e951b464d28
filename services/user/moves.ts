import { beginning } from '#domain/timeline.ts';
import type { LocalDate } from '#lib/dates.ts';
import { conflict, refused } from '#lib/http/problem.ts';
import departmentChanged from '#schemas/events/user.department_changed.ts';
import scheduleChanged from '#schemas/events/user.schedule_changed.ts';
import { draft } from '../common/messaging/events.ts';
import type { Act } from './act.ts';
import { openDepartments } from './departmentStore.ts';
import { addChanges, changeable, changeRow, changesOf, getPerson, updatePerson } from './store.ts';
import type { TimelineRow } from './tables.ts';
import { type Change, spanOn, spansOf, standing } from './timeline.ts';

export interface Move {
  readonly department: string;
  readonly effectiveFrom: LocalDate;
  /** The earlier move that this one corrects. */
  readonly voids: string | null;
}

/** A move as its event tells it. */
interface MoveData extends Move {
  /** Who published the earlier move, where it was not us. */
  readonly voidsSource: string | null;
}

export interface NewSchedule {
  /** Millionths of a day, Monday first. */
  readonly schedule: readonly number[];
  readonly effectiveFrom: LocalDate;
  readonly voids: string | null;
}

/** `version`: what the change is meant for; null where no page stands behind it. */
interface Target {
  readonly id: string;
  readonly version: number | null;
}

/** Publishes moves of one person and writes them down; nothing is checked. */
export async function moveEvents(act: Act, id: string, moves: readonly MoveData[]): Promise<void> {
  if (moves.length === 0) return;
  const events = await act.publish(
    moves.map((move) => draft(departmentChanged, { type: 'user', id }, { employeeId: id, ...move })),
  );
  const rows = moves.map(({ department: value, effectiveFrom: effective_from, voids, voidsSource }, at) =>
    changeRow(eventAt(events, at), { employee_id: id, kind: 'department', value, effective_from, voids, voidsSource }),
  );
  await addChanges(act.trx, rows);
  await updatePerson(act.trx, await getPerson(act.trx, id), {});
}

export function eventAt<T>(events: readonly T[], at: number): T {
  const event = events[at];
  if (event === undefined) throw new RangeError('an event that was not published');
  return event;
}

/** A person belongs to another department from a day on; also the correction of an earlier move. */
export async function move(act: Act, { id, version }: Target, to: Move): Promise<void> {
  await changeable(act, id, version);
  if (!(await openDepartments(act.trx)).has(to.department)) throw unknownDepartment(to.department);
  const corrected = to.voids === null ? null : await voidable(act, id, 'department', to.voids);
  await moveEvents(act, id, [{ ...to, voidsSource: corrected && elsewhere(act, corrected) }]);
}

export const unknownDepartment = (name: string) =>
  refused('unknown_department', `There is no department named ${name}.`, {
    remedy: 'Choose one of GET /api/user/departments, or create it first.',
    facts: { department: name },
  });

/** Takes a move back: what held before it holds on, said by a correction, for events are never unsaid. */
export async function voidMove(act: Act, { id, version }: Target, eventId: string): Promise<void> {
  await changeable(act, id, version);
  const found = await voidable(act, id, 'department', eventId);
  const { from: effectiveFrom, before: department } = found;
  if (department === undefined) throw nothingBefore();
  const voidsSource = elsewhere(act, found);
  await moveEvents(act, id, [{ department, effectiveFrom, voids: eventId, voidsSource }]);
}

/** A person works other weekdays from a day on; also the correction of an earlier change. */
export async function reschedule(act: Act, { id, version }: Target, to: NewSchedule): Promise<void> {
  const person = await changeable(act, id, version);
  const corrected = to.voids === null ? null : await voidable(act, id, 'schedule', to.voids);
  const voidsSource = corrected && elsewhere(act, corrected);
  const data = { employeeId: id, ...to, voidsSource };
  const event = eventAt(await act.publish([draft(scheduleChanged, { type: 'user', id }, data)]), 0);
  const { voids, effectiveFrom: effective_from } = to;
  const value = JSON.stringify(to.schedule);
  const told = { employee_id: id, kind: 'schedule', value, effective_from, voids, voidsSource } as const;
  await addChanges(act.trx, [changeRow(event, told)]);
  await updatePerson(act.trx, person, {});
}

/** Who published a change, where it was not us: an id names it together with its source. */
export const elsewhere = (act: Act, { source = null }: Pick<Change, 'source'>): string | null =>
  source === act.source ? null : source;

/**
 * The change of this person that is to be corrected, and what held the day before it. 409 when it is none that stands.
 */
async function voidable(
  { trx }: Act,
  id: string,
  kind: TimelineRow['kind'],
  eventId: string,
): Promise<Change & { before: string | undefined }> {
  const changes = await changesOf(trx, id, kind);
  const counting = standing(changes);
  const found = counting.find((change) => change.eventId === eventId && change.from !== beginning);
  if (!found) throw conflict('nothing_to_correct', 'This is no change of this person that still counts.');
  const rest = counting.filter((change) => change.eventId !== eventId || change.source !== found.source);
  return { ...found, before: spanOn(spansOf(rest), found.from)?.value };
}

const nothingBefore = () =>
  refused('nothing_before', 'Before this move the person had no department.', {
    remedy: 'Correct the move with another department or another day.',
  });
