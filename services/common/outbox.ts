import type { Transaction } from 'kysely';
import type { Publisher } from '#lib/amqp/publisher.ts';
import type { Clock } from '#lib/clock.ts';
import type { Trace } from '#lib/http/trace.ts';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { Database } from './database.ts';
import type { Draft } from './events.ts';
import type { CommonTables } from './tables.ts';

/** What every event of one act has in common. */
export interface Origin {
  /** CloudEvents source: `/vacations`. */
  readonly source: string;
  readonly clock: Clock;
  readonly trace?: Pick<Trace, 'traceparent'> | undefined;
}

/**
 * Writes events into the outbox, within the business transaction; answers them with their ids and times, which increase strictly per
 * aggregate. Throws when the data is not what the type's definition allows: that is a bug, and nothing is committed.
 */
export function append(
  _trx: Transaction<CommonTables>,
  _origin: Origin,
  _events: readonly Draft[],
): Promise<readonly AnyEvent[]> {
  throw new Error('not built yet');
}

export interface RelayOptions<DB> {
  readonly database: Database<DB>;
  readonly publisher: Publisher;
  readonly log: Log;
  readonly clock: Clock;
  readonly exchange: string;
  /** How often it looks for itself, in ms; default one second. A commit in this process wakes it at once. */
  readonly pollMs?: number;
}

/** Publishes what is in the outbox, in order per aggregate, each at least once; of several processes one does, the others stand by. */
export function relay<DB>(_options: RelayOptions<DB>): Part {
  throw new Error('not built yet');
}
