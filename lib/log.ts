import { types } from 'node:util';
import pino from 'pino';

export type Log = pino.Logger;

/** Where an error came from, without its first line, which is its message. */
const placesOf = ({ stack = '' }: Error): string => (stack.match(/^ {4}at .*$/gm) ?? []).join('\n');

/**
 * An error as the log tells it. MySQL's errors carry the statement with its values, and name a value in their message:
 * of these only the code and the place are told. Nothing else that hangs on an error is told either.
 */
export function told(error: unknown): object {
  // Not `instanceof`: an addon keeps the Error of the context that loaded it first.
  if (!types.isNativeError(error)) return { message: String(error) };
  const { code, cause, sqlMessage } = error as Error & { code?: unknown; sqlMessage?: unknown };
  return {
    type: error.name,
    ...(code !== undefined && { code }),
    message: sqlMessage === undefined ? error.message : 'a statement failed',
    stack: placesOf(error),
    ...(cause !== undefined && { cause: told(cause) }),
  };
}

/** JSON lines on stdout; `LOG_LEVEL` chooses the level (default `info`). Personal data never goes in. */
export const logger = (role: string): Log =>
  pino({
    name: role,
    level: process.env.LOG_LEVEL ?? 'info',
    base: { role },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: told },
  });

/** For `retrying`: a warning with the reason after the first failure, and silence after those that follow. */
export const warnOnce =
  (log: Log, message: string) =>
  (error: unknown, attempt: number): void => {
    if (attempt === 1) log.warn({ reason: String(error) }, message);
  };

/** For tests and tools that want no lines. */
export const silentLog: Log = pino({ level: 'silent' });
