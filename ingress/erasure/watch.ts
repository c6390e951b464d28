import { EventEmitter, once } from 'node:events';
import { tail } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { type Log, warnOnce } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { aborted, retrying } from '#lib/timing.ts';
import type { AnyEvent } from '#schemas/event.ts';
import erasureRequested from '#schemas/events/user.erasure_requested.ts';
import { blankEventsOf, eventIn, type Line, personIn } from './blank.ts';

export interface WatchOptions extends Line {
  readonly log: Log;
}

interface Request {
  readonly record: KafkaRecord;
  readonly event: AnyEvent;
}

/**
 * Blanks the events of whoever asks to be erased: 1. blank copies of them all; 2. a copy of the request that is marked
 * as redacted, which says that it was followed. A crash before the second, or a second process, does the first again,
 * and nothing comes of it. What arrives of the person later is not looked at: `npm run erase` does that. Takes over the
 * outlet.
 */
export function watchErasures(options: WatchOptions): Pick<Part, 'stop'> {
  const stopping = new AbortController();
  const watching = watch(options, stopping.signal).catch((error: Error) => {
    if (!stopping.signal.aborted) options.log.error({ err: error }, 'requests for erasure are followed no longer');
  });
  return {
    stop: async () => {
      stopping.abort();
      await watching;
      await options.outlet.close();
    },
  };
}

async function watch(options: WatchOptions, stop: AbortSignal): Promise<void> {
  const { kafka, log } = options;
  const open = new Map<string, Request>();
  const bell = new EventEmitter();
  const patience = { signal: stop, failed: warnOnce(log, 'erasures wait for Kafka or the registry') };
  async function take(records: readonly KafkaRecord[]) {
    await retrying(() => note(records, options, open), patience);
    bell.emit('request');
  }
  const following = await retrying(() => tail(kafka, erasureRequested.topic, take, { from: 'beginning' }), patience);
  try {
    await Promise.race([following.caughtUp, aborted(stop)]);
    while (!stop.aborted)
      if (open.size > 0) await retrying(() => follow(options, open, stop), patience);
      else await once(bell, 'request', { signal: stop });
  } finally {
    await following.stop();
  }
}

/** Of each request, by its key, the newest copy says whether it was followed. */
async function note(records: readonly KafkaRecord[], { serde }: Line, open: Map<string, Request>): Promise<void> {
  const asked = records.filter(({ headers }) => headers.ce_type === erasureRequested.type);
  await serde.learn(asked.map(({ value }) => value));
  for (const record of asked) {
    const event = eventIn(record.value, serde);
    if (event?.redacted) open.delete(record.key);
    else if (event) open.set(record.key, { record, event });
  }
}

async function follow({ log, ...line }: WatchOptions, open: Map<string, Request>, stop: AbortSignal): Promise<void> {
  const requests = [...open.values()];
  const people = new Set(requests.map(({ record }) => personIn(record)));
  const events = await blankEventsOf(line, people, async () => stop.throwIfAborted());
  const followed = requests.map(({ record: { topic, partition, key, headers }, event }) => {
    const value = line.serde.encode(erasureRequested, { ...event, redacted: true });
    return { topic, partition, key, headers, value };
  });
  await line.outlet.send(followed);
  for (const { record } of requests) open.delete(record.key);
  log.info({ people: people.size, events }, 'the events of erased people are blank');
}
