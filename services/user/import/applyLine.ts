import { refused } from '#lib/http/problem.ts';
import registered from '#schemas/events/user.registered.ts';
import { draft } from '../../common/messaging/events.ts';
import type { Act } from '../act.ts';
import { move, reschedule } from '../moves.ts';
import { type Profile, profileOf, register, updateProfile } from '../people.ts';
import { findPerson, spansOfPerson, updatePerson } from '../store.ts';
import type { PersonRow } from '../tables.ts';
import { spanOn } from '../timeline.ts';
import type { Line } from './line.ts';

export type LineResult = 'created' | 'updated' | 'unchanged';

/** Applies one line, wholly or (when it throws a Problem) not at all; a second time it changes nothing. */
export async function applyLine(act: Act, line: Line): Promise<LineResult> {
  const person = await findPerson(act.trx, line.employeeId);
  if (!person) {
    await register(act, newPerson(line));
    return 'created';
  }
  if (person.active === 0) throw refused('not_active', 'This person has left.', { remedy: 'Reactivate the person.' });
  const { employeeId: id } = line;
  await updateProfile(act, { id, version: null }, named(line));
  await completeHire(act, id, line);
  await moveIfNeeded(act, id, line);
  await rescheduleIfNeeded(act, id, line);
  return (await findPerson(act.trx, id))?.version === person.version ? 'unchanged' : 'updated';
}

const newPerson = (line: Line) => ({
  employeeId: line.employeeId,
  email: line.email ?? null,
  firstName: line.firstName ?? null,
  lastName: line.lastName ?? null,
  managerId: line.managerId ?? null,
  region: line.region ?? null,
  locale: line.locale ?? null,
  department: line.department ?? null,
  hiredOn: line.hiredOn ?? null,
  schedule: line.schedule ?? null,
});

/** The fields of the profile that the line says something of. */
const named = ({ email, firstName, lastName, managerId, region, locale }: Line): Partial<Profile> => ({
  ...(email !== undefined && { email }),
  ...(firstName !== undefined && { firstName }),
  ...(lastName !== undefined && { lastName }),
  ...(managerId !== undefined && { managerId }),
  ...(region !== undefined && { region }),
  ...(locale !== undefined && { locale }),
});

/** A first day that was unknown is told by a second registration, which fills in what it knows. */
async function completeHire(act: Act, id: string, { hiredOn }: Line): Promise<void> {
  const person = (await findPerson(act.trx, id)) as PersonRow;
  if (hiredOn === undefined || person.hired_on === hiredOn) return;
  if (person.hired_on !== null) throw refused('hired_on_known', `The first day is known as ${person.hired_on}.`);
  const data = { employeeId: id, ...profileOf(person), department: null, hiredOn, schedule: null };
  await act.publish([draft(registered, { type: 'user', id }, data)]);
  await updatePerson(act.trx, person, { hired_on: hiredOn });
}

async function moveIfNeeded(act: Act, id: string, { department, from = act.today }: Line): Promise<void> {
  if (department === undefined) return;
  const there = spanOn(await spansOfPerson(act.trx, id, 'department'), from);
  if (there?.value === department) return;
  await move(act, { id, version: null }, { department, effectiveFrom: from, voids: null });
}

async function rescheduleIfNeeded(act: Act, id: string, { schedule, from = act.today }: Line): Promise<void> {
  if (schedule === undefined) return;
  const there = spanOn(await spansOfPerson(act.trx, id, 'schedule'), from);
  if (there?.value === JSON.stringify(schedule)) return;
  await reschedule(act, { id, version: null }, { schedule, effectiveFrom: from, voids: null });
}
