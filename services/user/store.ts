import type { AnyEvent } from '#schemas/event.ts';
import { checkVersion } from '../common/http/versions.ts';
import { checkNotErased, unknownPerson } from './problems.ts';
import type { Db, PersonRow, TimelineRow, Trx } from './tables.ts';
import { type Change, type Span, spansOf } from './timeline.ts';

export const findPerson = (db: Db, id: string): Promise<PersonRow | undefined> =>
  db.selectFrom('people').selectAll().where('employee_id', '=', id).executeTakeFirst();

/** 404 when there is nobody. */
export async function getPerson(db: Db, id: string): Promise<PersonRow> {
  const person = await findPerson(db, id);
  if (!person) throw unknownPerson();
  return person;
}

/** The person whom a change is for: 404 when there is nobody, 409 when they were erased, 412 for another version. */
export async function changeable(
  { trx }: { readonly trx: Trx },
  id: string,
  version: number | null,
): Promise<PersonRow> {
  const person = await getPerson(trx, id);
  checkVersion(person.version, version);
  checkNotErased(person);
  return person;
}

/** Writes what changed of a person, as the next version; answers it. */
export async function updatePerson(trx: Trx, person: PersonRow, change: Partial<PersonRow>): Promise<PersonRow> {
  const next = { ...person, ...change, version: person.version + 1 };
  const { employee_id, ...values } = next;
  await trx.updateTable('people').set(values).where('employee_id', '=', employee_id).execute();
  return next;
}

/** The event that tells a change. */
export type EventStamp = Pick<AnyEvent, 'eventId' | 'occurredAt' | 'mark' | 'source'>;

interface NewChange extends Pick<TimelineRow, 'employee_id' | 'kind' | 'value' | 'effective_from'> {
  readonly voids?: string | null;
  readonly voidsSource?: string | null;
}

/** The row of a change that an event tells. */
export const changeRow = (
  event: EventStamp,
  { voids = null, voidsSource = null, ...told }: NewChange,
): TimelineRow => ({
  ...told,
  event_id: event.eventId,
  voids,
  voids_source: voidsSource,
  occurred_at: event.occurredAt,
  mark: event.mark ?? '',
  source: event.source ?? null,
});

const changeOf = (row: TimelineRow): Change => ({
  eventId: row.event_id,
  from: row.effective_from,
  value: row.value,
  voids: row.voids,
  voidsSource: row.voids_source,
  source: row.source,
  mark: row.mark,
  occurredAt: row.occurred_at,
});

export async function changesOf(db: Db, id: string, kind: TimelineRow['kind']): Promise<Change[]> {
  const query = db.selectFrom('timeline').selectAll().where('employee_id', '=', id).where('kind', '=', kind);
  return (await query.execute()).map(changeOf);
}

export const spansOfPerson = async (db: Db, id: string, kind: TimelineRow['kind']): Promise<Span[]> =>
  spansOf(await changesOf(db, id, kind));

/** Adds changes of one person and works out the memberships anew. */
export async function addChanges(trx: Trx, rows: readonly TimelineRow[]): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto('timeline')
    .values([...rows])
    .execute();
  for (const id of new Set(rows.filter(({ kind }) => kind === 'department').map(({ employee_id }) => employee_id)))
    await projectMemberships(trx, id);
}

/** Writes a person's memberships as the timeline says; they hold nothing of their own. */
export async function projectMemberships(trx: Trx, id: string): Promise<void> {
  const spans = await spansOfPerson(trx, id, 'department');
  await trx.deleteFrom('memberships').where('employee_id', '=', id).execute();
  if (spans.length === 0) return;
  await trx
    .insertInto('memberships')
    .values(spans.map(({ from, to, value }) => ({ employee_id: id, from_day: from, to_day: to, department: value })))
    .execute();
}

/** Who is above a person, and who above them: employee id → manager's id, nearest first. Ends on a cycle. */
export async function managersAbove(db: Db, id: string | null): Promise<Map<string, string | null>> {
  const above = new Map<string, string | null>();
  for (let at = id; at !== null && !above.has(at); ) {
    const query = db.selectFrom('people').select('manager_id').where('employee_id', '=', at);
    const next: string | null = (await query.executeTakeFirst())?.manager_id ?? null;
    above.set(at, next);
    at = next;
  }
  return above;
}
