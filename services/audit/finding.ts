import type { Kysely } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import type { AuditTables } from './tables.ts';

/** Something that is not as it was written. */
export interface Finding {
  /** `vacations 17`, `checkpoint 3`. */
  readonly where: string;
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** The audit's database of one moment: while it is read, the service writes on. */
export type AuditMoment = Kysely<Tables<AuditTables>>;
