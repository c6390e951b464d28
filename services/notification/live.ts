import { PassThrough, type Readable } from 'node:stream';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { repeating } from '#lib/timing.ts';
import type { Database } from '../common/database/database.ts';
import type { NotificationTables } from './tables.ts';

export interface Live extends Part {
  /** A stream of server-sent events for one person: `{ unread, newest }` at once and after every change. */
  open(employeeId: string): Readable;
  /** Something may have changed: look now. */
  wake(): void;
}

interface Listener {
  readonly employeeId: string;
  readonly stream: PassThrough;
  last: string;
}

const pollMs = 2_000;
const heartbeatMs = 15_000;
/** A stream ends after so long, and the page comes again with a fresh token. */
const longestMs = 300_000;

/**
 * Tells open pages what has changed, whichever process changed it: by a look every two seconds, and at once for what
 * happens here.
 */
export function live(database: Database<NotificationTables>, log: Log): Live {
  const listeners = new Set<Listener>();
  const failed = (error: unknown) => log.warn({ err: error }, 'live notices wait');
  const looks = repeating(() => tellAll(database, listeners), { everyMs: pollMs, failed });
  const beat = setInterval(() => {
    for (const { stream } of listeners) stream.write(':\n\n');
  }, heartbeatMs);
  return {
    ready: () => null,
    wake: looks.wake,
    open: (employeeId) => {
      const listener = { employeeId, stream: new PassThrough(), last: '' };
      listeners.add(listener);
      const end = setTimeout(() => listener.stream.end(), longestMs);
      listener.stream.once('close', () => {
        listeners.delete(listener);
        clearTimeout(end);
      });
      looks.wake();
      return listener.stream;
    },
    stop: async () => {
      clearInterval(beat);
      await looks.stop();
      for (const { stream } of listeners) stream.end();
    },
  };
}

async function tellAll({ db }: Database<NotificationTables>, listeners: ReadonlySet<Listener>): Promise<void> {
  if (listeners.size === 0) return;
  const ids = [...new Set([...listeners].map(({ employeeId }) => employeeId))];
  const rows = await db
    .selectFrom('notices')
    .select(({ fn, ref }) => [
      'employee_id',
      fn.max('seq').as('newest'),
      fn.countAll().as('total'),
      fn.count(ref('read_at')).as('read'),
    ])
    .where('employee_id', 'in', ids)
    .groupBy('employee_id')
    .execute();
  const states = new Map(
    rows.map((row) => [row.employee_id, { unread: Number(row.total) - Number(row.read), newest: Number(row.newest) }]),
  );
  for (const listener of listeners) tell(listener, states.get(listener.employeeId) ?? { unread: 0, newest: 0 });
}

function tell(listener: Listener, state: object): void {
  const text = JSON.stringify(state);
  if (text === listener.last) return;
  listener.last = text;
  listener.stream.write(`event: notices\ndata: ${text}\n\n`);
}
