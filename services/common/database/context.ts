import type { Clock } from '#lib/clock.ts';
import type { Database } from './database.ts';

/** What all pieces of a service work with; `DB` are its own tables. */
export interface ServiceContext<DB> {
  readonly database: Database<DB>;
  readonly clock: Clock;
  /** CloudEvents source: `/vacation`. */
  readonly source: string;
}
