import { sql, type Transaction } from 'kysely';
import { blankData } from '#schemas/redaction.ts';
import { narrow } from '../database/database.ts';
import type { CommonTables } from '../database/tables.ts';

type Data = Readonly<Record<string, unknown>>;

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
export async function eraseOutbox<DB extends CommonTables>(trx: Transaction<DB>, employeeId: string): Promise<void> {
  const db = narrow<CommonTables>(trx);
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
