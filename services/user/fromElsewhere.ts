import { evolveProfile, isPersonEvent, nobody, type PersonEvent } from '#domain/person.ts';
import { beginning } from '#domain/timeline.ts';
import { localDate } from '#lib/dates.ts';
import type { AnyEvent, EventOf } from '#schemas/event.ts';
import type departmentChanged from '#schemas/events/user.department_changed.ts';
import type registered from '#schemas/events/user.registered.ts';
import type scheduleChanged from '#schemas/events/user.schedule_changed.ts';
import type updated from '#schemas/events/user.updated.ts';
import { ensureDepartment } from './departmentStore.ts';
import { wrongManager } from './managers.ts';
import { insertPerson, profileOf, profileRow, startsOf } from './people.ts';
import { addChanges, changeRow, changesOf, findPerson, managersAbove, updatePerson } from './store.ts';
import type { PersonRow, Trx } from './tables.ts';

type Registered = EventOf<typeof registered>;
type Updated = EventOf<typeof updated>;

/**
 * Takes over what another service has published about a person. Throws while nobody has announced the person, so that
 * it is tried again. Our own events, which come back on the same exchange, and people who were erased change nothing.
 */
export async function takeOver(trx: Trx, event: AnyEvent, zone: string): Promise<void> {
  if (!isPersonEvent(event) || (await isOurs(trx, event))) return;
  const person = await findPerson(trx, event.employeeId);
  if (person && person.erasure_requested_at !== null) return;
  if (!person && event.type === 'user.registered') return announce(trx, event);
  if (!person) throw new Error(`nobody has announced ${event.employeeId} yet`);
  await takeOverChange(trx, person, event, zone);
}

/** Somebody else may give one of our ids to an event. */
async function isOurs(trx: Trx, { eventId, mark }: AnyEvent): Promise<boolean> {
  const ours = await trx.selectFrom('outbox').select('mark').where('event_id', '=', eventId).executeTakeFirst();
  return ours !== undefined && (ours.mark === null || ours.mark === mark);
}

async function announce(trx: Trx, event: Registered): Promise<void> {
  if (event.department !== null) await ensureDepartment(trx, event.department);
  const managerId = await withoutCycle(trx, event.employeeId, event.managerId);
  await insertPerson(trx, event, { ...event, managerId });
}

async function takeOverChange(trx: Trx, person: PersonRow, event: PersonEvent, zone: string): Promise<void> {
  switch (event.type) {
    case 'user.registered':
      return completed(trx, person, event, zone);
    case 'user.updated':
      return profileTold(trx, person, event);
    case 'user.department_changed':
      return moved(trx, person, event);
    case 'user.schedule_changed':
      return timelineTold(trx, person, event, 'schedule', JSON.stringify(event.schedule));
    case 'user.deactivated': {
      if (event.occurredAt < person.standing_at) return;
      const last_day = event.lastDay ?? localDate(event.occurredAt, zone);
      await updatePerson(trx, person, { active: 0, last_day, standing_at: event.occurredAt });
    }
  }
}

/**
 * A later registration fills in what it knows, and brings back who had left since the one before; one that is older
 * than what is known adds where they started, and the first day.
 */
async function completed(trx: Trx, person: PersonRow, event: Registered, zone: string): Promise<void> {
  if (event.department !== null) await ensureDepartment(trx, event.department);
  await addChanges(trx, await newStarts(trx, person, event, zone));
  const { occurredAt } = event;
  const profile = occurredAt < person.profile_at ? null : await profileAfter(trx, person, event, occurredAt);
  const standing = occurredAt < person.standing_at ? null : { active: 1, last_day: null, standing_at: occurredAt };
  await updatePerson(trx, person, { hired_on: person.hired_on ?? event.hiredOn, ...profile, ...standing });
}

/** As the line folds it. */
async function profileAfter(trx: Trx, person: PersonRow, event: Registered | Updated, at: number) {
  const managerId = await withoutCycle(trx, event.employeeId, event.managerId);
  const before = { ...nobody, ...profileOf(person), hiredOn: person.hired_on };
  const after = evolveProfile(before, { ...event, managerId });
  return { ...profileRow(after, at), hired_on: after.hiredOn };
}

/**
 * Where somebody starts is what the first registration says that says anything; of who comes back, it holds from that
 * day.
 */
async function newStarts(trx: Trx, person: PersonRow, event: Registered, zone: string) {
  const starts = startsOf(event, event);
  const known = new Set<string>();
  for (const kind of ['department', 'schedule'] as const)
    if ((await changesOf(trx, person.employee_id, kind)).some(({ from }) => from === beginning)) known.add(kind);
  const isBack = person.active === 0 && event.occurredAt >= person.standing_at;
  const back = isBack ? (event.hiredOn ?? localDate(event.occurredAt, zone)) : null;
  return starts.flatMap((row) => {
    if (!known.has(row.kind)) return [row];
    return back !== null && row.kind === 'department' ? [{ ...row, effective_from: back }] : [];
  });
}

async function profileTold(trx: Trx, person: PersonRow, event: Updated): Promise<void> {
  if (event.occurredAt < person.profile_at) return;
  await updatePerson(trx, person, await profileAfter(trx, person, event, event.occurredAt));
}

async function moved(trx: Trx, person: PersonRow, event: EventOf<typeof departmentChanged>): Promise<void> {
  await ensureDepartment(trx, event.department);
  await timelineTold(trx, person, event, 'department', event.department);
}

async function timelineTold(
  trx: Trx,
  person: PersonRow,
  event: EventOf<typeof departmentChanged> | EventOf<typeof scheduleChanged>,
  kind: 'department' | 'schedule',
  value: string,
): Promise<void> {
  const { effectiveFrom: effective_from, voids, voidsSource } = event;
  const told = { employee_id: person.employee_id, kind, value, effective_from, voids, voidsSource };
  await addChanges(trx, [changeRow(event, told)]);
  await updatePerson(trx, person, {});
}

/**
 * Nobody is above themselves here, or below more than `maxLevels`, whatever others say: such a manager counts as none.
 */
async function withoutCycle(trx: Trx, id: string, managerId: string | null): Promise<string | null> {
  const above = managerId === null ? new Map() : await managersAbove(trx, managerId);
  return wrongManager(above, id, managerId) === null ? managerId : null;
}
