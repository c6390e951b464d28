import { type Kysely, sql, type Transaction } from 'kysely';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { Fields } from '#schemas/fields.ts';
import type { CommonTables } from './tables.ts';

type Data = Readonly<Record<string, unknown>>;

/** The data of an event without what its type marks as personal; the same object when there is nothing of it. */
function blankData<D extends Data>(type: string, data: D): D {
  const fields: Fields = eventType(type)?.fields ?? {};
  const personal = Object.keys(data).filter((name) => fields[name]?.personal && data[name] !== null);
  return personal.length === 0 ? data : { ...data, ...Object.fromEntries(personal.map((name) => [name, null])) };
}

/** An event as it is kept after its person was erased; the same object when it holds nothing personal. */
export function redacted<E extends AnyEvent>(event: E): E {
  const blank = blankData(event.type, event as unknown as Data) as unknown as E;
  return blank === event ? event : { ...blank, redacted: true };
}

/** For `like … escape '!'`: what holds this field with this value somewhere in JSON as JSON.stringify writes it. */
export const holding = (field: string, value: string): string =>
  `%${`${JSON.stringify(field)}:${JSON.stringify(value)}`.replace(/[!%_]/g, '!$&')}%`;

interface CloudEvent {
  readonly data: Data;
}

/**
 * Blanks what the outbox keeps of a person for a month. An event that is still to be published goes out blank; a copy of one that has
 * gone out already has the same id, and changes nothing.
 */
export async function eraseOutbox(trx: Transaction<CommonTables>, employeeId: string): Promise<void> {
  const db: Kysely<CommonTables> = trx;
  const rows = await db
    .selectFrom('outbox')
    .select(['seq', 'type', 'payload'])
    .where(sql<boolean>`payload like ${holding('employeeId', employeeId)} escape '!'`)
    .execute();
  for (const { seq, type, payload } of rows) {
    const event = JSON.parse(payload) as CloudEvent;
    const data = blankData(type, event.data);
    if (event.data.employeeId !== employeeId || data === event.data) continue;
    const blank = JSON.stringify({ ...event, data });
    await db.updateTable('outbox').set({ payload: blank }).where('seq', '=', seq).execute();
  }
}
