import pino from 'pino';

export type Log = pino.Logger;

/** JSON lines on stdout; `LOG_LEVEL` chooses the level (default `info`). Personal data never goes in. */
export const logger = (role: string): Log =>
  pino({
    name: role,
    level: process.env.LOG_LEVEL ?? 'info',
    base: { role },
    timestamp: pino.stdTimeFunctions.isoTime,
  });

/** For tests and tools that want no lines. */
export const silentLog: Log = pino({ level: 'silent' });
