import { sql, type Transaction } from 'kysely';
import { sealOf, sealsHeader, sealsIn, type Written } from '#schemas/mark.ts';
import { blankData } from '#schemas/redaction.ts';
import { narrow } from '../database/database.ts';
import type { CommonTables } from '../database/tables.ts';

type Data = Readonly<Record<string, unknown>>;

/** For `like … escape '!'`: what holds this field with this value somewhere in JSON as JSON.stringify writes it. */
export const holding = (field: string, value: string): string =>
  `%${`${JSON.stringify(field)}:${JSON.stringify(value)}`.replace(/[!%_]/g, '!$&')}%`;

type CloudEvent = Pick<Written, 'id' | 'source' | 'data'>;

/**
 * Blanks what the outbox keeps of a person for a month. An event that is still to be published goes out blank, with the
 * seals of what is gone: so it has its mark, and is a copy of itself where it has gone out before.
 */
export async function eraseOutbox<DB extends CommonTables>(trx: Transaction<DB>, employeeId: string): Promise<void> {
  const db = narrow<CommonTables>(trx);
  const rows = await db
    .selectFrom('outbox')
    .select(['seq', 'type', 'payload', 'headers'])
    .where(sql<boolean>`payload like ${holding('employeeId', employeeId)} escape '!'`)
    .execute();
  for (const { seq, type, payload, headers: before } of rows) {
    const event = JSON.parse(payload) as CloudEvent;
    const data = blankData(type, event.data);
    if (event.data.employeeId !== employeeId || data === event.data) continue;
    const headers = JSON.stringify(withSeals(JSON.parse(before), event, data));
    const blank = JSON.stringify({ ...event, data });
    await db.updateTable('outbox').set({ payload: blank, headers }).where('seq', '=', seq).execute();
  }
}

/** Headers with the seals of what `blank` lacks of the event, and of what was taken from it before. */
function withSeals(headers: Data, event: CloudEvent, blank: CloudEvent['data']): Data {
  const gone = Object.keys(blank).filter((name) => blank[name] !== event.data[name]);
  const seals = gone.map((name) => [name, sealOf(event, name, event.data[name] ?? null)]);
  const all = Object.fromEntries([...sealsIn(headers[sealsHeader]), ...seals]);
  return { ...headers, [sealsHeader]: JSON.stringify(all) };
}
