import type { Session } from 'chdb';
import { slicesOf } from '#lib/slices.ts';
import type { Engine } from './engine.ts';
import { Problem } from './problem.ts';
import type { QueryRequest } from './request.ts';
import { identifier, literal } from './sql.ts';
import { limitsOf, type UserName } from './users.ts';

/** A session for the length of one request, with the request's settings in force. */
export interface Borrowed {
  readonly session: Session;
  /** Ends what the request has set; a named session lives on. */
  release(): Promise<void>;
}

interface Named {
  readonly session: Session;
  busy: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** Sessions by request. Those with a `session_id` are kept until they have been idle for their timeout. */
export function sessionsOf(engine: Engine) {
  const named = new Map<string, Named>();
  function forget(id: string): void {
    clearTimeout(named.get(id)?.timer);
    named.get(id)?.session.close();
    named.delete(id);
  }
  return {
    borrow: async (request: QueryRequest, user: UserName, tag: string): Promise<Borrowed> => {
      if (request.sessionId === null) return borrowFresh(engine.open(), request, user, tag);
      if (user !== 'sinks') throw new Problem(48, 'NOT_IMPLEMENTED', 'A session is for writers.');
      return borrowNamed(named, engine, request.sessionId, request, tag, forget);
    },
    closeAll: (): void => {
      for (const id of [...named.keys()]) forget(id);
    },
  };
}

async function borrowFresh(session: Session, request: QueryRequest, user: UserName, tag: string): Promise<Borrowed> {
  try {
    await prepare(session, request, user, tag);
  } catch (error) {
    session.close();
    throw error;
  }
  return { session, release: async () => session.close() };
}

async function borrowNamed(
  named: Map<string, Named>,
  engine: Engine,
  id: string,
  request: QueryRequest,
  tag: string,
  forget: (id: string) => void,
): Promise<Borrowed> {
  if (request.settings.has('readonly'))
    throw new Problem(48, 'NOT_IMPLEMENTED', 'readonly together with session_id is not supported here.');
  const known = named.get(id);
  if (known?.busy) throw new Problem(373, 'SESSION_IS_LOCKED', `Session ${id} is locked by a concurrent client.`);
  if (!known && request.mustKnowSession) throw new Problem(372, 'SESSION_NOT_FOUND', `Session ${id} not found.`);
  const entry: Named = known ?? { session: engine.open(), busy: true, timer: undefined };
  named.set(id, entry);
  entry.busy = true;
  clearTimeout(entry.timer);
  async function release(restore: string | null) {
    if (restore) await entry.session.queryAsync(restore).catch(() => forget(id));
    entry.busy = false;
    entry.timer = setTimeout(() => forget(id), request.sessionSeconds * 1000).unref();
  }
  try {
    const restore = await restoring(entry.session, request);
    await prepare(entry.session, request, 'sinks', tag);
    return { session: entry.session, release: () => release(restore) };
  } catch (error) {
    await release(null);
    throw error;
  }
}

/**
 * The statement that puts a named session's settings back to what they are now; settings in an address hold for one
 * request.
 */
async function restoring(session: Session, request: QueryRequest): Promise<string | null> {
  const names = [...request.settings.keys()].map(literal);
  if (names.length === 0) return null;
  const sql = `SELECT name, value FROM system.settings WHERE name IN (${names.join()})`;
  const { data } = (await session.queryAsync(sql, { format: 'JSON' })).json<{
    data: { name: string; value: string }[];
  }>();
  return data.length === 0 ? null : `SET ${data.map(({ name, value }) => `${name} = ${literal(value)}`).join(', ')}`;
}

/**
 * Puts parameters, settings, the current database and the user's limits in force. `readonly` comes last: nothing can be
 * set after it.
 */
async function prepare(session: Session, request: QueryRequest, user: UserName, tag: string): Promise<void> {
  const set = [...request.params, ...request.settings].filter(([name]) => name !== 'readonly');
  const limits = limitsOf(user).filter(([name, most]) => !isWithin(request.settings.get(name), most));
  await setAll(session, [...set, ...limits, ['log_comment', tag]]);
  for (const role of request.roles) await session.queryAsync(`SET ROLE ${identifier(role)}`);
  if (request.database) await session.queryAsync(`USE ${identifier(request.database)}`);
  const readonly = user === 'sinks' ? request.settings.get('readonly') : '1';
  if (readonly !== undefined) await session.queryAsync(`SET readonly = ${literal(readonly)}`);
}

/** Gives each name its value for the session. */
export async function setAll(session: Session, values: readonly (readonly [string, string | number])[]): Promise<void> {
  const assignments = values.map(([name, value]) => `${name} = ${literal(String(value))}`);
  for (const slice of slicesOf(assignments, setSize, 2)) await session.queryAsync(`SET ${slice.join(', ')}`);
}

/** Whether what a request asks for itself is at least as strict. */
const isWithin = (asked: string | undefined, most: number): boolean => Number(asked) > 0 && Number(asked) <= most;

/** Bytes of one SET: the engine reads statements of 256 KiB, while parameters of a server are in no statement. */
const setSize = 200_000;
