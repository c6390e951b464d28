import { isRefusal } from '#domain/decide.ts';
import {
  decideSickNote,
  evolveSickNote,
  type SickNote,
  type SickNoteCommand,
  type SickNoteEvent,
} from '#domain/sickNote.ts';
import { notFound } from '#lib/http/problem.ts';
import type { Person as SignedIn } from '#schemas/access/people.ts';
import type { Act } from './act.ts';
import { actorFor, sees } from './actors.ts';
import { record, sickNoteStream, stale } from './eventStore.ts';
import { projectSickNote, sickNoteOf } from './projections.ts';
import { knownPerson, problemOf } from './requests.ts';

export interface VersionedNote {
  readonly note: SickNote;
  readonly version: number;
}

/** Follows a command on a sick note of `employeeId` (of a new one: `version` 0). */
async function follow(
  act: Act,
  signedIn: SignedIn,
  { employeeId, absenceId, version }: { employeeId: string; absenceId: string; version: number },
  command: SickNoteCommand,
  state: SickNote | null,
): Promise<VersionedNote> {
  const actor = await actorFor(act, signedIn, employeeId);
  const overlaps = command.name === 'cancel' ? [] : await otherNotes(act, employeeId, absenceId, command.period);
  const decision = decideSickNote(command, state, { actor, overlaps });
  if (isRefusal(decision)) throw problemOf(decision);
  const events = await record<SickNoteEvent>(act, sickNoteStream(absenceId), version, decision);
  const note = events.reduce<SickNote | null>((before, event) => evolveSickNote(before, event) ?? before, state);
  if (!note) throw new Error('a decision left no sick note behind');
  await projectSickNote(act, note, version + events.length);
  return { note, version: version + events.length };
}

async function otherNotes(act: Act, employeeId: string, absenceId: string, period: { from: string; to: string }) {
  const rows = await act.trx
    .selectFrom('sick_notes')
    .select('absence_id')
    .where('employee_id', '=', employeeId)
    .where('status', '=', 'reported')
    .where('absence_id', '!=', absenceId)
    .where('from_day', '<=', period.to)
    .where('to_day', '>=', period.from)
    .execute();
  return rows.map((row) => row.absence_id);
}

/** Reports an illness. */
export async function report(
  act: Act,
  signedIn: SignedIn,
  command: Extract<SickNoteCommand, { name: 'report' }>,
): Promise<VersionedNote> {
  const { employeeId, absenceId } = command;
  const actor = await actorFor(act, signedIn, employeeId);
  if (!sees(actor)) throw notFound(`Nobody with the id ${employeeId} is known here.`, 'unknown_person');
  await knownPerson(act, employeeId);
  return follow(act, signedIn, { employeeId, absenceId, version: 0 }, command, null);
}

/** Changes or cancels a sick note that somebody may see; 404 for any other, 409 when it has moved on. */
export async function changeNote(
  act: Act,
  signedIn: SignedIn,
  absenceId: string,
  version: number,
  command: SickNoteCommand,
): Promise<VersionedNote> {
  const { note, version: present } = await visibleNote(act, signedIn, absenceId);
  if (present !== version) throw stale(version);
  return follow(act, signedIn, { employeeId: note.employeeId, absenceId, version }, command, note);
}

export async function visibleNote(act: Act, signedIn: SignedIn, absenceId: string): Promise<VersionedNote> {
  const { state, version } = await sickNoteOf(act.trx, absenceId);
  if (!state || !sees(await actorFor(act, signedIn, state.employeeId)))
    throw notFound('There is no such sick note.', 'no_such_sick_note');
  return { note: state, version };
}
