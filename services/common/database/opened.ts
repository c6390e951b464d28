import type { Kysely } from 'kysely';

export type DatabaseKind = 'sqlite' | 'mysql';

/** What a kind of database gives. */
export interface Opened {
  readonly db: Kysely<unknown>;
  readonly kind: DatabaseKind;
  readonly place: string;
}
