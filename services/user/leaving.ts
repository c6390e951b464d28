import { addDays, type LocalDate } from '#lib/dates.ts';
import { conflict, refused } from '#lib/http/problem.ts';
import deactivated from '#schemas/events/user.deactivated.ts';
import erasureRequested from '#schemas/events/user.erasure_requested.ts';
import registered from '#schemas/events/user.registered.ts';
import { eraseOutbox } from '../common/messaging/erasure.ts';
import { draft } from '../common/messaging/events.ts';
import type { Act } from './act.ts';
import { openDepartments } from './departmentStore.ts';
import { eventAt, unknownDepartment } from './moves.ts';
import { type Profile, profileOf, writeProfile } from './people.ts';
import { addChanges, changeable, changeRow, updatePerson } from './store.ts';

interface Target {
  readonly id: string;
  readonly version: number;
}

/**
 * A person leaves; `lastDay` may lie in the past, today or ahead. 409 while people report to them, or when they have
 * left.
 */
export async function deactivate(act: Act, at: Target, lastDay: LocalDate): Promise<void> {
  const person = await changeable(act, at.id, at.version);
  if (person.active === 0) throw conflict('not_active', 'This person has left already.');
  if (person.hired_on !== null && lastDay < person.hired_on) throw beforeHired(person.hired_on);
  await checkNobodyBelow(act, at.id);
  const events = await act.publish([draft(deactivated, { type: 'user', id: at.id }, { employeeId: at.id, lastDay })]);
  const { occurredAt } = eventAt(events, 0);
  await updatePerson(act.trx, person, { active: 0, last_day: lastDay, standing_at: occurredAt });
}

const beforeHired = (hiredOn: LocalDate) =>
  refused('before_hired', `The last day lies before the first one, ${hiredOn}.`, {
    remedy: 'Choose a later day.',
    facts: { hiredOn },
  });

async function checkNobodyBelow({ trx }: Act, id: string): Promise<void> {
  const below = await trx
    .selectFrom('people')
    .select('employee_id')
    .where('manager_id', '=', id)
    .where('active', '=', 1)
    .orderBy('employee_id')
    .limit(20)
    .execute();
  if (below.length === 0) return;
  const names = below.map(({ employee_id }) => employee_id).join(', ');
  throw conflict('has_reports', `Give these people another manager first: ${names}.`);
}

/** A person comes back: they are registered anew, in a department from the day of coming back. */
export async function reactivate(
  act: Act,
  at: Target,
  { hiredOn, department }: { readonly hiredOn: LocalDate; readonly department: string },
): Promise<void> {
  const person = await changeable(act, at.id, at.version);
  if (person.active === 1) throw conflict('active', 'This person works here.');
  if (person.last_day !== null && hiredOn < addDays(person.last_day, 1)) throw beforeLeft(person.last_day);
  if (!(await openDepartments(act.trx)).has(department)) throw unknownDepartment(department);
  const data = { employeeId: at.id, ...profileOf(person), department, hiredOn, schedule: null };
  const event = eventAt(await act.publish([draft(registered, { type: 'user', id: at.id }, data)]), 0);
  const back = { employee_id: at.id, kind: 'department', value: department, effective_from: hiredOn } as const;
  await addChanges(act.trx, [changeRow(event, back)]);
  await updatePerson(act.trx, person, { active: 1, last_day: null, hired_on: hiredOn, standing_at: event.occurredAt });
}

const beforeLeft = (lastDay: LocalDate) =>
  refused('before_left', `The person left on ${lastDay}; coming back is possible from the day after.`, {
    remedy: 'Choose a later day.',
    facts: { lastDay },
  });

const blank = { email: null, firstName: null, lastName: null } satisfies Partial<Profile>;

/**
 * Enters a request for erasure: the personal fields are blanked here, an update without them tells the line, and the
 * request tells every other holder. What the outbox keeps is blanked, too; what the line and others hold of earlier
 * events goes when they act on it.
 */
export async function requestErasure(act: Act, at: Target, requestedBy: string): Promise<void> {
  const person = await changeable(act, at.id, at.version);
  if (person.active === 1)
    throw conflict('active', 'Somebody who works here cannot be erased; enter the last day first.');
  const blanked = await writeProfile(act, person, { ...profileOf(person), ...blank });
  const request = draft(erasureRequested, { type: 'user', id: at.id }, { employeeId: at.id, requestedBy });
  const { occurredAt } = eventAt(await act.publish([request]), 0);
  await eraseOutbox(act.trx, at.id);
  await updatePerson(act.trx, blanked, { erasure_requested_at: occurredAt });
}
