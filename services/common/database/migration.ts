import type { Kysely } from 'kysely';
import type { Columns } from './columns.ts';

/** One step forward. MySQL cannot take back half of one: make each statement one that may be repeated (`ifNotExists`). */
export interface Migration {
  /** `0001_people`; the order of names is the order of steps, and what was released is never changed. */
  readonly name: string;
  up(db: Kysely<unknown>, columns: Columns): Promise<void>;
}
