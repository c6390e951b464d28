import type { Transaction } from 'kysely';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import type { Database, Tables } from './database.ts';
import type { Received } from './events.ts';

/** Thrown by a handler for what can never be handled: to the dead letters at once, without another try. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

export interface InboxOptions<DB> {
  readonly database: Database<DB>;
  readonly url: string;
  readonly log: Log;
  /** Queue and consumer: `leaveline.notification`; what is given up goes to `<queue>.dead`. */
  readonly queue: string;
  readonly exchange: string;
  /** Routing patterns: `user.#`. */
  readonly patterns: readonly string[];
  /**
   * The effect of one event, all of it through `trx`: it is committed together with the note that the event was handled, or not at all.
   * Throwing takes everything back; it is tried again, and after `attempts` tries the event goes to the dead letters.
   */
  handle(received: Received, trx: Transaction<Tables<DB>>): Promise<void>;
  /** Default 8, with delays that double from 100 ms: about 25 s. An unreachable database is waited for without an end. */
  readonly attempts?: number;
}

/** Subscribes a service to events: each has its effect exactly once, however often it is delivered. */
export function subscribe<DB>(_options: InboxOptions<DB>): Part {
  throw new Error('not built yet');
}
