import type { Transaction } from 'kysely';
import type { Clock } from '#lib/clock.ts';
import { locking, type Tables } from '../common/database/database.ts';
import type { DatabaseKind } from '../common/database/opened.ts';
import { eraseOutbox } from '../common/messaging/erasure.ts';
import type { Received } from '../common/messaging/events.ts';
import { type Content, entryOf, hashed, noHash, type Parts, peopleOf, saysTheSame, streamOf } from './entry.ts';
import type { AuditTables } from './tables.ts';

export type AuditTransaction = Transaction<Tables<AuditTables>>;

/** The type of the event after which nothing personal of its person is kept. */
export const erasure = 'user.erasure_requested';

/**
 * Adds one event to the end of its chain; one that is there already is left. In one transaction, so a crash anywhere
 * leaves the chain as it was: 1. lock the chain's end; 2. the entry; 3. whom it names; 4. its personal values, unless
 * their person was erased; 5. the new end; 6. an erasure deletes what is held beside the chain of that person.
 */
export async function record(
  trx: AuditTransaction,
  kind: DatabaseKind,
  clock: Clock,
  received: Received,
): Promise<void> {
  const stream = streamOf(received.type);
  const end = await endOf(trx, kind, stream);
  if (await isThere(trx, received)) return;
  const place = { seq: end.last_seq + 1, prev: end.last_hash, recordedAt: clock.now() };
  const { content, parts } = entryOf(received, place);
  const hash = await insertEntry(trx, content);
  await insertPeople(trx, content);
  await insertParts(trx, content, parts);
  await trx
    .updateTable('audit_streams')
    .set({ last_seq: place.seq, last_hash: hash })
    .where('stream', '=', stream)
    .execute();
  if (received.type === erasure && content.employeeId !== null) await erase(trx, content.employeeId, place.recordedAt);
}

async function endOf(
  trx: AuditTransaction,
  kind: DatabaseKind,
  stream: string,
): Promise<{ last_seq: number; last_hash: string }> {
  const ends = () =>
    locking(
      kind,
      trx.selectFrom('audit_streams').select(['last_seq', 'last_hash']).where('stream', '=', stream),
    ).executeTakeFirst();
  const end = await ends();
  if (end) return end;
  const first = trx.insertInto('audit_streams').values({ stream, last_seq: 0, last_hash: noHash });
  // Two processes may begin a chain at once; the second finds the first one's row.
  await (kind === 'mysql' ? first.ignore() : first.onConflict((conflict) => conflict.doNothing())).execute();
  return (await ends()) ?? { last_seq: 0, last_hash: noHash };
}

/** By its mark; entries of an earlier version have none, and are compared by what they say. */
async function isThere(trx: AuditTransaction, received: Received): Promise<boolean> {
  const { id, mark } = received;
  const query = trx.selectFrom('audit_entries').select(['stream', 'seq', 'mark', 'content']);
  for (const entry of await query.where('event_id', '=', id).execute()) {
    if (entry.mark === mark) return true;
    if (entry.mark !== '') continue;
    if (saysTheSame(JSON.parse(entry.content), await partsOf(trx, entry), received)) return true;
  }
  return false;
}

async function partsOf(trx: AuditTransaction, { stream, seq }: { stream: string; seq: number }): Promise<Parts> {
  const held = trx.selectFrom('audit_personal').select('parts').where('stream', '=', stream).where('seq', '=', seq);
  return JSON.parse((await held.executeTakeFirst())?.parts ?? '{}');
}

async function insertEntry(trx: AuditTransaction, content: Content): Promise<string> {
  const { text, hash } = hashed(content);
  const { stream, seq, type } = content;
  await trx
    .insertInto('audit_entries')
    .values({
      stream,
      seq,
      type,
      hash,
      content: text,
      event_id: content.eventId,
      mark: content.mark ?? '',
      employee_id: content.employeeId,
      occurred_at: content.occurredAt,
      recorded_at: content.recordedAt,
    })
    .execute();
  return hash;
}

async function insertPeople(trx: AuditTransaction, content: Content): Promise<void> {
  const { stream, seq, occurredAt: occurred_at } = content;
  const rows = peopleOf(content).map((person) => ({ person, stream, seq, occurred_at }));
  if (rows.length > 0) await trx.insertInto('audit_people').values(rows).execute();
}

async function insertParts(trx: AuditTransaction, content: Content, parts: Parts): Promise<void> {
  if (Object.keys(parts).length === 0 || (await isErased(trx, content.employeeId))) return;
  const { stream, seq, employeeId: employee_id } = content;
  await trx
    .insertInto('audit_personal')
    .values({ stream, seq, employee_id, parts: JSON.stringify(parts) })
    .execute();
}

async function isErased(trx: AuditTransaction, employeeId: string | null): Promise<boolean> {
  if (employeeId === null) return false;
  const row = trx.selectFrom('audit_erased').select('erased_at').where('employee_id', '=', employeeId);
  return (await row.executeTakeFirst()) !== undefined;
}

async function erase(trx: AuditTransaction, employee_id: string, erased_at: number): Promise<void> {
  await trx.deleteFrom('audit_personal').where('employee_id', '=', employee_id).execute();
  await eraseOutbox(trx, employee_id);
  if (!(await isErased(trx, employee_id)))
    await trx.insertInto('audit_erased').values({ employee_id, erased_at }).execute();
}
