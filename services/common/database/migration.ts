import type { Kysely } from 'kysely';
import type { Columns } from './columns.ts';

/** What brings tables forward. MySQL cannot take back half of it: each statement is one that may be repeated. */
export type Step = (db: Kysely<unknown>, columns: Columns) => Promise<void>;

export interface Migration {
  /** `0001_people`; the order of names is the order of steps, and what was released is never changed. */
  readonly name: string;
  readonly up: Step;
}

/** A migration of these steps, one after the other. */
export const migration = (name: string, ...steps: readonly Step[]): Migration => ({
  name,
  async up(db, columns) {
    for (const step of steps) await step(db, columns);
  },
});
