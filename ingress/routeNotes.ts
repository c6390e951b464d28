import { type RouteNote, routeNoteIn, routeRecord } from '#deadLetters/routeNotes.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { createOutlet } from '#lib/kafka/outlet.ts';
import { tail } from '#lib/kafka/partitionReader.ts';
import { type Log, warnOnce } from '#lib/log.ts';
import { retrying } from '#lib/timing.ts';
import { operationsTopic } from '#schemas/topics.ts';

interface Options {
  readonly kafka: Kafka;
  readonly log: Log;
  /** This process. */
  readonly by: string;
}

/** What can be stopped and goes on. */
interface Stoppable {
  stopFor(why: string): void;
  resume(): void;
}

export interface RouteNotes {
  /** Says on record that a route is stopped, or (null) that it goes on. */
  tell(route: string, why: string | null): void;
  /** From now on operators and other processes are heard; the routes of this process have just begun. */
  follow(routes: ReadonlyMap<string, Stoppable>): void;
  stop(): Promise<void>;
}

/**
 * Which routes stand, for whoever looks and for other processes of ingress: a route that one has stopped is not read by
 * the next.
 */
export function createRouteNotes({ kafka, log, by }: Options): RouteNotes {
  const outlet = createOutlet(kafka);
  const stopping = new AbortController();
  const patience = { signal: stopping.signal, failed: warnOnce(log, 'what is decided on routes waits for Kafka') };
  let sending: Promise<void> = Promise.resolve();
  let following: Promise<void> = Promise.resolve();
  function tell(route: string, why: string | null) {
    const note = why === null ? 'running' : 'stopped';
    const record = routeRecord({ route, note, why: why ?? '', by, at: Date.now() });
    sending = sending.then(() => retrying(() => outlet.send([record]), patience)).catch(() => undefined);
  }
  async function followAll(routes: ReadonlyMap<string, Stoppable>) {
    const taking = await retrying(() => tail(kafka, operationsTopic, (records) => records.forEach(take)), patience);
    function take(record: Parameters<typeof routeNoteIn>[0]) {
      const note = routeNoteIn(record);
      const route = note && note.by !== by ? routes.get(note.route) : undefined;
      if (note && route) heed(route, note);
      if (note?.note === 'resume' && route) tell(note.route, null);
    }
    for (const route of routes.keys()) tell(route, null);
    stopping.signal.addEventListener('abort', () => void taking.stop(), { once: true });
    if (stopping.signal.aborted) await taking.stop();
  }
  return {
    tell,
    follow: (routes) => {
      following = followAll(routes).catch(() => undefined);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([following, sending]);
      await outlet.close();
    },
  };
}

function heed(route: Stoppable, { note, by, why }: RouteNote): void {
  if (note === 'stopped') route.stopFor(`${by} stopped it: ${why}`);
  else route.resume();
}
