import { addToBalance, type Balance, type BalanceEvent } from '#domain/balances.ts';
import { type CountedDay, countDays, type Period } from '#domain/calendar.ts';
import type { Counting } from '#domain/counting.ts';
import { isHoliday } from '#domain/holidays.ts';
import type { LeaveRules } from '#domain/leaveRules.ts';
import { typeRules } from '#domain/leaveRules.ts';
import { scheduleOn } from '#domain/person.ts';
import { evolve, type Request, type RequestEvent } from '#domain/request.ts';
import { evolveSickNote, type SickNote, type SickNoteEvent } from '#domain/sickNote.ts';
import type { Act } from './act.ts';
import { load, requestStream, type Stream, sickNoteStream } from './eventStore.ts';
import type { Person } from './person.ts';
import { personOf } from './replica.ts';
import type { AbsenceRow, Trx } from './tables.ts';

// Each projection is a function of a stream's events, of the person and of the rules: it can be thrown away and made
// again.

/** The state that events lead to; throws for a stored event that its state does not allow, which is a bug. */
export function foldRequest(events: readonly RequestEvent[]): Request | null {
  return events.reduce<Request | null>((state, event) => allowed(evolve(state, event), event), null);
}

function foldSickNote(events: readonly SickNoteEvent[]): SickNote | null {
  return events.reduce<SickNote | null>((state, event) => allowed(evolveSickNote(state, event), event), null);
}

function allowed<S>(state: S | undefined, { type, eventId }: { type: string; eventId: string }): S {
  if (state === undefined) throw new Error(`the event store holds ${type} ${eventId}, which its state does not allow`);
  return state;
}

/**
 * How the days of a request count: as its events say, else as the rules of now; a type that these do not have counts
 * calendar days.
 */
export const countingOf = (
  { leaveType, counting }: Pick<Request, 'leaveType'> & Partial<Pick<Request, 'counting'>>,
  rules: LeaveRules,
): Counting => counting ?? typeRules(rules, leaveType)?.counting ?? 'calendar';

/** The days of a leave under the person's schedule and the holidays of the person's region. */
export function daysOf(
  period: Period,
  counting: Counting,
  person: Person | undefined,
  rules: LeaveRules,
): CountedDay[] {
  const region = person?.region ?? rules.region;
  return countDays(period, counting, {
    scheduleOn: (day) => (person ? scheduleOn(person, day) : [1, 1, 1, 1, 1, 0, 0].map((share) => share * 1_000_000)),
    isHoliday: (day) => isHoliday(day, region, rules.wartime),
  });
}

/** Writes where a request stands and which days it takes, as of its `version`-th event. */
export async function projectRequest(act: Act, request: Request, version: number): Promise<void> {
  const days = daysOf(request, countingOf(request, act.rules), await personOf(act.trx, request.employeeId), act.rules);
  const { requestId } = request;
  await act.trx.deleteFrom('requests').where('request_id', '=', requestId).execute();
  await act.trx
    .insertInto('requests')
    .values({
      request_id: requestId,
      employee_id: request.employeeId,
      status: request.status,
      version,
      leave_type: request.leaveType,
      from_day: request.from,
      to_day: request.to,
      days: days.reduce((sum, { counted }) => sum + counted, 0),
      submitted_at: request.submittedAt,
      state: JSON.stringify(request),
    })
    .execute();
  const standing = standingOf(request);
  const shared = { kind: 'vacation' as const, id: requestId, leave_type: request.leaveType };
  await replaceAbsences(act.trx, shared, standing ? days.map((day) => absence(request, standing, shared, day)) : []);
}

/** A request takes its days while it waits and while it is granted. */
function standingOf({ status }: Request): AbsenceRow['standing'] | null {
  if (status === 'submitted') return 'pending';
  return status === 'approved' || status === 'cancellation_requested' ? 'approved' : null;
}

/** Writes where a sick note stands and which days it takes. */
export async function projectSickNote(act: Act, note: SickNote, version: number): Promise<void> {
  const days = daysOf(note, 'working', await personOf(act.trx, note.employeeId), act.rules);
  const { absenceId } = note;
  await act.trx.deleteFrom('sick_notes').where('absence_id', '=', absenceId).execute();
  await act.trx
    .insertInto('sick_notes')
    .values({
      absence_id: absenceId,
      employee_id: note.employeeId,
      status: note.status,
      version,
      from_day: note.from,
      to_day: note.to,
      day_part: note.dayPart,
    })
    .execute();
  const shared = { kind: 'sick' as const, id: absenceId, leave_type: 'sick' };
  const stands = note.status === 'reported';
  await replaceAbsences(act.trx, shared, stands ? days.map((day) => absence(note, 'approved', shared, day)) : []);
}

type Shared = Pick<AbsenceRow, 'kind' | 'id' | 'leave_type'>;

const absence = (
  { employeeId, dayPart }: Pick<Request, 'employeeId' | 'dayPart'>,
  standing: AbsenceRow['standing'],
  shared: Shared,
  counted: CountedDay,
): AbsenceRow => ({ ...shared, ...counted, employee_id: employeeId, standing, day_part: dayPart });

const rowsAtOnce = 100;

async function replaceAbsences(trx: Trx, { kind, id }: Shared, rows: readonly AbsenceRow[]): Promise<void> {
  await trx.deleteFrom('absences').where('kind', '=', kind).where('id', '=', id).execute();
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    await trx
      .insertInto('absences')
      .values(rows.slice(at, at + rowsAtOnce))
      .execute();
}

/** Adds entries to the balance of their person, leave type and years. */
export async function projectBalance(trx: Trx, events: readonly BalanceEvent[]): Promise<void> {
  const [first] = events;
  if (!first) return;
  const { employeeId, leaveType } = first;
  const balance = events.reduce<Balance>(addToBalance, await balanceOf(trx, employeeId, leaveType));
  for (const [year, account] of Object.entries(balance)) {
    const key = { employee_id: employeeId, leave_type: leaveType, year: Number(year) };
    const row = trx.deleteFrom('balances').where('employee_id', '=', employeeId).where('leave_type', '=', leaveType);
    await row.where('year', '=', key.year).execute();
    await trx
      .insertInto('balances')
      .values({ ...key, ...account })
      .execute();
  }
}

/** The accounts of a leave type by year. */
export async function balanceOf(trx: Trx, employeeId: string, leaveType: string): Promise<Balance> {
  const rows = await trx
    .selectFrom('balances')
    .selectAll()
    .where('employee_id', '=', employeeId)
    .where('leave_type', '=', leaveType)
    .execute();
  return Object.fromEntries(
    rows.map(({ year, granted, carried, adjusted, lapsed, forfeited }) => [
      year,
      { granted, carried, adjusted, lapsed, forfeited },
    ]),
  );
}

/** Counts the days of everything of a person anew, after the person's schedule or region changed. */
export async function projectPerson(act: Act, employeeId: string): Promise<void> {
  const streams = await act.trx
    .selectFrom('events')
    .select(['stream_type', 'stream_id'])
    .distinct()
    .where('employee_id', '=', employeeId)
    .where('stream_type', '!=', 'balance')
    .execute();
  for (const { stream_type, stream_id } of streams) await projectStream(act, { type: stream_type, id: stream_id });
}

/** Makes the rows of one stream from its events; those of a balance must be gone before. */
async function projectStream(act: Act, stream: Stream): Promise<void> {
  switch (stream.type) {
    case 'request': {
      const events = await load<RequestEvent>(act.trx, stream);
      const state = foldRequest(events);
      return state ? projectRequest(act, state, events.length) : undefined;
    }
    case 'sick_note': {
      const events = await load<SickNoteEvent>(act.trx, stream);
      const state = foldSickNote(events);
      return state ? projectSickNote(act, state, events.length) : undefined;
    }
    case 'balance':
      return projectBalance(act.trx, await load<BalanceEvent>(act.trx, stream));
  }
}

/** Throws the read models away and makes them again from the event store; the number of streams. */
export async function rebuild(act: Act): Promise<number> {
  for (const table of ['requests', 'sick_notes', 'absences', 'balances'] as const)
    await act.trx.deleteFrom(table).execute();
  const streams = await act.trx.selectFrom('events').select(['stream_type', 'stream_id']).distinct().execute();
  for (const { stream_type, stream_id } of streams) await projectStream(act, { type: stream_type, id: stream_id });
  return streams.length;
}

/** A request by its events. */
export async function requestOf(trx: Trx, id: string): Promise<{ state: Request | null; events: RequestEvent[] }> {
  const events = await load<RequestEvent>(trx, requestStream(id));
  return { state: foldRequest(events), events };
}

export async function sickNoteOf(trx: Trx, id: string): Promise<{ state: SickNote | null; version: number }> {
  const events = await load<SickNoteEvent>(trx, sickNoteStream(id));
  return { state: foldSickNote(events), version: events.length };
}
