/** Codes of mysql2, of Node's sockets, and of better-sqlite3. */
const passing = new Set([
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_CHECKREAD',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
]);
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  'ER_CLIENT_INTERACTION_TIMEOUT',
  'POOL_CLOSED',
  'POOL_NONEONLINE',
]);
const duplicate = new Set(['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE']);

export const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

const has = (codes: ReadonlySet<string>) => (error: unknown) => codes.has(codeOf(error));

/** The same transaction may well succeed now: a deadlock, or a lock that took too long. */
export const isPassing = has(passing);

/** The server is away, or has cut the line. */
export const isUnreachable = (error: unknown): boolean =>
  has(unreachable)(error) ||
  (error instanceof Error && /connection is in closed state|Pool is closed/i.test(error.message));

/** A row with this primary or unique key is there already. */
export const isDuplicate = has(duplicate);
