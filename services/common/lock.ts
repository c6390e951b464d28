import type { Database } from './database.ts';

/**
 * Runs `work` while this process alone holds the lock `name` of a database (GET_LOCK on MySQL, a locked file beside SQLite's, both let
 * go by the system when the holder dies); when another has it, waits for it. `signal` is aborted when the lock is lost or `stopping` is.
 */
export function whileAlone<DB>(
  _database: Database<DB>,
  _name: string,
  _stopping: AbortSignal,
  _work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  throw new Error('not built yet');
}
