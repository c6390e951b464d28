import type { Kysely } from 'kysely';
import type { AnyEvent } from '#schemas/event.ts';
import { isDuplicate } from '../database/errors.ts';
import type { CommonTables } from '../database/tables.ts';
import type { Received } from './events.ts';

/** What an inbox asks of an event. */
export type Noted = Pick<Received, 'id' | 'mark' | 'time' | 'timed'> & { readonly source: string | null };

/** For events that came another way than through RabbitMQ. */
export const notedOf = ({ eventId, mark, source, occurredAt }: AnyEvent): Noted => ({
  id: eventId,
  mark: mark ?? '',
  source: source ?? null,
  time: occurredAt,
  timed: true,
});

/** `known`: it has had its effect before; `reused`: it has not, but its source gave its id to another event before. */
export type Novelty = 'new' | 'reused' | 'known';

type Row = CommonTables['inbox'];

/**
 * Notes that an event has its effect, unless it has had it: a copy agrees in id and mark, and the mark in source, type
 * and content. Another consumer's note of a copy, not yet committed, is waited for.
 */
export async function note(trx: Kysely<CommonTables>, consumer: string, event: Noted): Promise<Novelty> {
  const { id: event_id, mark, source } = event;
  const query = trx.selectFrom('inbox').selectAll().where('consumer', '=', consumer).where('event_id', '=', event_id);
  const noted = await query.execute();
  // Who knows no mark of an event can tell it by its id alone.
  if (noted.some((row) => row.mark === mark || mark === '')) return 'known';
  try {
    await trx.insertInto('inbox').values({ consumer, event_id, mark, source, handled_at: Date.now() }).execute();
  } catch (error) {
    if (isDuplicate(error)) return 'known';
    throw error;
  }
  const unmarked = noted.find((row) => row.mark === '');
  if (unmarked && mayBe(unmarked, event) && (await replaced(trx, unmarked))) return 'known';
  return noted.some((row) => (row.source ?? source) === source) ? 'reused' : 'new';
}

/** How far a publisher's clock may be ahead of ours, in ms: the reader refuses what is further ahead. */
const aheadMs = 5 * 60_000;

/** Whether a note without a mark may be of this event, as far as can be told: not when this one happened later. */
const mayBe = ({ handled_at }: Row, { time, timed }: Noted): boolean => !timed || time <= handled_at + aheadMs;

/** The note without a mark gives way to the marked one; false when another event was faster. */
async function replaced(trx: Kysely<CommonTables>, { consumer, event_id, mark }: Row): Promise<boolean> {
  const old = trx.deleteFrom('inbox').where('consumer', '=', consumer).where('event_id', '=', event_id);
  return (await old.where('mark', '=', mark).executeTakeFirstOrThrow()).numDeletedRows > 0n;
}
